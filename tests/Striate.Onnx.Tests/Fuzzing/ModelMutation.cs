using Google.Protobuf;
using Striate.Onnx.Schema;

namespace Striate.Onnx.Tests.Fuzzing;

/// <summary>Changes to a model that leave it parseable: other operators, inputs, attributes, sizes, types and versions.</summary>
internal static class ModelMutation
{
    private static readonly long[] Numbers = [-1, 0, 1, 2, 3, 5, 7, 16, 255, -2, 65536, int.MaxValue, int.MinValue, 1L << 31, 1L << 40, long.MaxValue, long.MinValue];
    private static readonly float[] Floats = [0, -1, 1, 0.5f, 1e30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];

    public static byte[] Change(ModelData original, IReadOnlyList<string> operators, Random random)
    {
        var model = original.Clone();
        for (var change = random.Next(1, 4); change > 0; change--) ChangeOne(model, operators, random);
        return model.ToByteArray();
    }

    private static void ChangeOne(ModelData model, IReadOnlyList<string> operators, Random random)
    {
        var graph = model.Graph;
        var names = graph.Node.SelectMany(node => node.Input.Concat(node.Output)).Concat(graph.Initializer.Select(tensor => tensor.Name)).Append("").ToArray();
        var node = graph.Node.Count > 0 ? Any(graph.Node, random) : new NodeData();
        var tensor = graph.Initializer.Count > 0 ? Any(graph.Initializer, random) : new TensorData();
        switch (random.Next(15))
        {
            case 0:
                node.OpType = Any(operators, random);
                break;
            case 1:
                if (node.Input.Count > 0) node.Input[random.Next(node.Input.Count)] = Any(names, random);
                break;
            case 2:
                if (node.Input.Count > 0) node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 3:
                node.Input.Add(Any(names, random));
                break;
            case 4:
                if (node.Output.Count > 0) node.Output[0] = Any(names, random);
                break;
            case 5:
                if (node.Attribute.Count > 0) node.Attribute.RemoveAt(random.Next(node.Attribute.Count));
                break;
            case 6 or 7:
                if (node.Attribute.Count > 0) ChangeOne(Any(node.Attribute, random), random);
                break;
            case 8:
                if (tensor.Dims.Count > 0) tensor.Dims[random.Next(tensor.Dims.Count)] = Any(Numbers, random);
                break;
            case 9:
                tensor.DataType = random.Next(24);
                break;
            case 10:
                // Shapes, axes, pads and indices are numbers of tensors too.
                if (tensor.HasRawData && tensor.RawData.Length >= 8) tensor.RawData = Overwrite(tensor.RawData, random);
                break;
            case 11:
                var sizes = (random.Next(4) == 0 ? graph.Output : graph.Input).SelectMany(value => value.Type?.TensorType?.Shape?.Dim ?? []).ToArray();
                if (sizes.Length > 0) Any(sizes, random).DimValue = Any(Numbers, random);
                break;
            case 12:
                if (model.OpsetImport.Count > 0) Any(model.OpsetImport, random).Version = random.Next(30) - 2;
                break;
            case 13:
                if (graph.Node.Count > 0) graph.Node.RemoveAt(random.Next(graph.Node.Count));
                break;
            default:
                graph.Node.Insert(random.Next(graph.Node.Count + 1), node.Clone());
                break;
        }
    }

    private static void ChangeOne(Schema.Attribute attribute, Random random)
    {
        if (attribute.Ints.Count > 0 && random.Next(4) > 0) attribute.Ints[random.Next(attribute.Ints.Count)] = Any(Numbers, random);
        else if (attribute.Ints.Count > 0) attribute.Ints.Add(Any(Numbers, random));
        else if (attribute.Floats.Count > 0) attribute.Floats[random.Next(attribute.Floats.Count)] = Any(Floats, random);
        else if (attribute.HasF) attribute.F = Any(Floats, random);
        else if (attribute.HasS) attribute.S = ByteString.CopyFromUtf8(Any(["", "SAME_LOWER", "VALID", "linear", "reflect", "odd"], random));
        else if (attribute.T is { Dims.Count: > 0 } tensor) tensor.Dims[0] = Any(Numbers, random);
        else attribute.I = Any(Numbers, random);
    }

    private static ByteString Overwrite(ByteString bytes, Random random)
    {
        var changed = bytes.ToByteArray();
        BitConverter.TryWriteBytes(changed.AsSpan(random.Next(changed.Length / 8) * 8, 8), Any(Numbers, random));
        return ByteString.CopyFrom(changed);
    }

    private static T Any<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];

    private static T Any<T>(Google.Protobuf.Collections.RepeatedField<T> values, Random random) => values[random.Next(values.Count)];
}
