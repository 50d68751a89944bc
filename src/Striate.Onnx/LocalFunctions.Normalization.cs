using Striate.Layers;
using Striate.Onnx.Schema;

namespace Striate.Onnx;

/// <summary>Normalisations that opset 17 has no operator for.</summary>
internal static partial class LocalFunctions
{
    private static Schema.Attribute Epsilon => NodeWriter.Given("epsilon", Schema.Attribute.Types.Kind.Float);

    /// <summary>With ε outside the root; ONNX's own operator has it inside.</summary>
    public static void WriteBatchNormalization(NodeWriter writer)
    {
        var layer = (BatchNormalization)writer.Node.Layer!;
        var rank = writer.Node.Shape.Rank - 1;
        var function = new FunctionData { Name = $"BatchNormalization_{rank}" };
        function.Attribute.AddRange(["epsilon", "momentum"]);
        Add(function, "Sqrt", ["running_var"], "deviation");
        Add(function, "Constant", [], "least", NodeWriter.Given("value_float", Schema.Attribute.Types.Kind.Float, "epsilon"));
        Add(function, "Add", ["deviation", "least"], "divisor");
        Add(function, "Div", ["weight", "divisor"], "scale");
        Add(function, "Sub", ["x", Channelwise(function, "running_mean", rank)], "centred");
        Add(function, "Mul", ["centred", Channelwise(function, "scale", rank)], "scaled");
        Add(function, "Add", ["scaled", Channelwise(function, "bias", rank)], "y");
        writer.WriteFunction(function, NodeWriter.Float("epsilon", layer.Epsilon), NodeWriter.Float("momentum", 1 - layer.Momentum));
    }

    /// <summary>Groups are instances of their own: one channel each, behind a reshape; γ and β follow channel by channel.</summary>
    public static void WriteGroupNormalization(NodeWriter writer)
    {
        var layer = (GroupNormalization)writer.Node.Layer!;
        var rank = writer.Node.Shape.Rank - 1;
        var function = new FunctionData { Name = $"GroupNormalization_{layer.Groups}_{rank}" };
        function.Attribute.AddRange(["groups", "epsilon"]);
        Add(function, "Shape", ["x"], "sizes");
        Add(function, "Constant", [], "grouped_sizes", NodeWriter.Ints("value_ints", 0, layer.Groups, -1));
        Add(function, "Reshape", ["x", "grouped_sizes"], "grouped");
        Add(function, "Constant", [], "ones", NodeWriter.Floats("value_floats", Enumerable.Repeat(1f, layer.Groups)));
        Add(function, "Constant", [], "zeros", NodeWriter.Floats("value_floats", Enumerable.Repeat(0f, layer.Groups)));
        Add(function, "InstanceNormalization", ["grouped", "ones", "zeros"], "normal", Epsilon);
        Add(function, "Reshape", ["normal", "sizes"], "map");
        Add(function, "Mul", ["map", Channelwise(function, "weight", rank)], "scaled");
        Add(function, "Add", ["scaled", Channelwise(function, "bias", rank)], "y");
        writer.WriteFunction(function, NodeWriter.Int("groups", layer.Groups), NodeWriter.Float("epsilon", layer.Epsilon));
    }

    /// <summary>ONNX normalises over the last axes: channels are brought there and back.</summary>
    public static void WriteLayerNormalization(NodeWriter writer)
    {
        var epsilon = NodeWriter.Float("epsilon", ((LayerNormalization)writer.Node.Layer!).Epsilon);
        var rank = writer.Node.Shape.Rank - 1;
        if (rank == 0)
        {
            writer.Write("LayerNormalization", NodeWriter.Int("axis", -1), epsilon);
            return;
        }
        var function = new FunctionData { Name = $"LayerNormalization_{rank}" };
        function.Attribute.Add("epsilon");
        Add(function, "Transpose", ["x"], "last", NodeWriter.Ints("perm", [0, .. Enumerable.Range(2, rank), 1]));
        Add(function, "LayerNormalization", ["last", "weight", "bias"], "normal", NodeWriter.Int("axis", -1), Epsilon);
        Add(function, "Transpose", ["normal"], "y", NodeWriter.Ints("perm", [0, rank + 1, .. Enumerable.Range(1, rank)]));
        writer.WriteFunction(function, epsilon);
    }

    /// <summary>Of an even number of channels: runtimes refuse LRN there. The mean over a window of channels is average pooling where channels stand as a spatial axis.</summary>
    public static void WriteLocalResponse(NodeWriter writer)
    {
        var layer = (LocalResponseNormalization)writer.Node.Layer!;
        var function = new FunctionData { Name = $"LocalResponseNormalization_{layer.Size}" };
        function.Attribute.AddRange(["size", "alpha", "beta", "bias"]);
        void Number(string name) => Add(function, "Constant", [], name, NodeWriter.Given("value_float", Schema.Attribute.Types.Kind.Float, name));
        Add(function, "Shape", ["x"], "sizes");
        Add(function, "Constant", [], "lines", NodeWriter.Ints("value_ints", 0, 0, -1));
        Add(function, "Constant", [], "one", NodeWriter.Ints("value_ints", 1));
        Add(function, "Mul", ["x", "x"], "squares");
        Add(function, "Reshape", ["squares", "lines"], "rows");
        Add(function, "Unsqueeze", ["rows", "one"], "map");
        Add(function, "AveragePool", ["map"], "means", NodeWriter.Ints("kernel_shape", layer.Size, 1), NodeWriter.Ints("pads", (layer.Size - 1) / 2, 0, layer.Size / 2, 0), NodeWriter.Int("count_include_pad", 1));
        Add(function, "Squeeze", ["means", "one"], "mean_rows");
        Add(function, "Reshape", ["mean_rows", "sizes"], "mean");
        foreach (var name in new[] { "alpha", "beta", "bias" }) Number(name);
        Add(function, "Mul", ["mean", "alpha"], "share");
        Add(function, "Add", ["share", "bias"], "sum");
        Add(function, "Pow", ["sum", "beta"], "divisor");
        Add(function, "Div", ["x", "divisor"], "y");
        writer.WriteFunction(function, NodeWriter.Int("size", layer.Size), NodeWriter.Float("alpha", layer.Alpha), NodeWriter.Float("beta", layer.Beta), NodeWriter.Float("bias", layer.K));
    }

    private static void ReadNormalization(NodeReader reader, NormalizationLayer layer)
    {
        var weights = reader.Constant(1, out var name);
        reader.ApplyWeighted(layer with { Name = reader.Name(name) ?? reader.Import.Unique("norm"), Epsilon = reader.Float("epsilon", 1e-5f) }, weights, name);
    }

    // A number a channel, with axes of size 1 behind it for a map of some spatial axes.
    private static string Channelwise(FunctionData function, string parameter, int rank)
    {
        if (rank == 0) return parameter;
        Add(function, "Constant", [], $"{parameter}_axes", NodeWriter.Ints("value_ints", Enumerable.Range(1, rank)));
        Add(function, "Unsqueeze", [parameter, $"{parameter}_axes"], $"{parameter}_map");
        return $"{parameter}_map";
    }
}
