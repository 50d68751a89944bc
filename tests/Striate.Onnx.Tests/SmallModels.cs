using Google.Protobuf;
using Striate.Onnx.Schema;

namespace Striate.Onnx.Tests;

/// <summary>Small models by hand.</summary>
internal static class SmallModels
{
    /// <summary>y = x + weights, for x of as many numbers as there are weights.</summary>
    public static ModelData Sum(TensorData weights, int length)
    {
        var graph = new GraphData { Name = "sum" };
        graph.Input.Add(Value("x", length));
        graph.Output.Add(Value("y", length));
        graph.Initializer.Add(weights);
        var matrix = new TensorData { Name = "m", DataType = 1, RawData = ByteString.CopyFrom(new byte[4 * length * length]) };
        matrix.Dims.Add([length, length]);
        graph.Initializer.Add(matrix);
        var node = new NodeData { OpType = "Gemm", Name = "sum" };
        node.Input.Add(["x", "m", weights.Name]);
        node.Output.Add("y");
        graph.Node.Add(node);
        var model = new ModelData { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSet { Domain = "", Version = 17 });
        return model;
    }

    /// <summary>A tensor of one axis without numbers.</summary>
    public static TensorData Tensor(string name, int type, int length)
    {
        var tensor = new TensorData { Name = name, DataType = type };
        tensor.Dims.Add(length);
        return tensor;
    }

    /// <summary>Says that a tensor's numbers lie in a file.</summary>
    public static TensorData Elsewhere(this TensorData tensor, params ReadOnlySpan<(string Key, string Value)> entries)
    {
        tensor.DataLocation = 1;
        foreach (var (key, value) in entries) tensor.ExternalData.Add(new Entry { Key = key, Value = value });
        return tensor;
    }

    private static ValueInfo Value(string name, int length)
    {
        var type = new ValueKind.Types.TensorType { ElemType = 1, Shape = new SymbolicShape() };
        type.Shape.Dim.Add(new SymbolicShape.Types.Dimension { DimParam = "N" });
        type.Shape.Dim.Add(new SymbolicShape.Types.Dimension { DimValue = length });
        return new ValueInfo { Name = name, Type = new ValueKind { TensorType = type } };
    }
}
