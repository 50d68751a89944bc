using System.Text.Json;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;

namespace Striate.Onnx;

/// <summary>Layers of arrays as functions of standard operators: inputs are brought from channels first into the order that the layer knows, and the result back.</summary>
/// <remarks>The layer's settings stand as JSON in an attribute, from which it is read again; runtimes that do not know it run the body.</remarks>
internal static partial class ArrayFunctions
{
    private const string Settings = "settings";

    /// <summary>The layers, and how each is made of operators: from the inputs in plain order, with axis 0 for the examples, to the name of the result.</summary>
    private static readonly Dictionary<Type, Action<ArrayBody>> Bodies = new()
    {
        [typeof(Transposition)] = body => body.Add("Transpose", body.Inputs, NodeWriter.Ints("perm", [0, .. ((Transposition)body.Layer).Order.Select(axis => axis + 1)])),
        [typeof(Reshaping)] = body => body.Reshape(body.Inputs[0], [-1, .. body.OutputShape]),
        [typeof(AxisToBatch)] = body => body.Reshape(body.Inputs[0], [-1, .. body.OutputShape]),
        [typeof(BatchToAxis)] = body => body.Reshape(body.Inputs[0], [-1, .. body.OutputShape]),
        [typeof(Elementwise)] = WriteElementwise,
        [typeof(Broadcasting)] = WriteBroadcasting,
        [typeof(Selection)] = WriteSelection,
        [typeof(Casting)] = body => body.Add("Cast", body.Inputs, NodeWriter.Int("to", ArrayBody.TypeNumber(body.OutputType))),
        [typeof(Hardmax)] = body => body.Add("Hardmax", body.Inputs, NodeWriter.Int("axis", -1)),
        [typeof(IndexUnpooling)] = WriteUnpooling,
        [typeof(AxisSums)] = WriteSums,
        [typeof(Spectrum)] = WriteSpectrum,
        [typeof(Slicing)] = WriteSlicing,
        [typeof(Joining)] = WriteJoining,
        [typeof(Tiling)] = body => body.Add("Tile", [body.Inputs[0], body.Constant("repeats", [1, .. ((Tiling)body.Layer).Repeats])]),
        [typeof(ArrayPadding)] = WritePadding,
        [typeof(Gathering)] = WriteGathering,
        [typeof(Reduction)] = WriteReduction,
        [typeof(TopPlaces)] = WriteTopPlaces,
        [typeof(Cumulation)] = WriteCumulation,
        [typeof(MatrixMultiplication)] = WriteMatrices,
        [typeof(NonMaximumSuppression)] = WriteSuppression,
        [typeof(RegionAlignment)] = WriteRegions,
        [typeof(ConstantArray)] = body => body.Add("Identity", [body.Constant("values", ((ConstantArray)body.Layer).Values.Reshape([1, .. body.OutputShape]))]),
    };

    public static void Write(NodeWriter writer)
    {
        var layer = (ArrayLayer)writer.Node.Layer!;
        var body = new ArrayBody(writer, layer);
        Bodies[layer.GetType()](body);
        body.Finish();
        if (layer is ConstantArray constant)
        {
            var values = new Schema.Attribute { Name = "values", Type = Schema.Attribute.Types.Kind.Tensor, T = TensorDataConversion.ToOnnx(constant.Values, "values") };
            body.Write(values);
            return;
        }
        body.Write(NodeWriter.Text(Settings, JsonSerializer.Serialize(layer with { Name = null }, layer.GetType(), ArrayJson.Default)));
    }

    /// <summary>Whether a function's name is that of a layer of arrays.</summary>
    public static bool IsRead(string name) => Bodies.Keys.Any(type => type.Name == name);

    public static void Read(NodeReader reader)
    {
        var type = Bodies.Keys.Single(type => type.Name == reader.Type.Split('_')[0]);
        var layer = type == typeof(ConstantArray)
            ? new ConstantArray(reader.TensorOf("values") ?? throw new InvalidDataException($"{reader.Type} has no values"))
            : JsonSerializer.Deserialize(reader.Text(Settings, ""), type, ArrayJson.Default) as Layer ?? throw new InvalidDataException($"{reader.Type} has no settings");
        Node[] inputs = [.. Enumerable.Range(0, reader.InputCount).Select(reader.Exact)];
        reader.Import.SetNode(reader.Output, reader.Import.Apply(layer with { Name = reader.Name() }, inputs));
    }
}
