using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>What elementwise operators become: the layers with kernels of their own where they say the same, else layers of arrays.</summary>
public class ElementwiseImportTests
{
    // x of N × 3 × 4 × 5, and what PyTorch 1.13 and TensorFlow write for activations that their opsets have no word for.
    [Theory]
    [InlineData("Gelu", "Div x root a; Erf a b; Add b one c; Mul x c d; Mul d half y")]
    [InlineData("Gelu", "Mul x unroot a; Erf a b; Add one b c; Mul x half d; Mul d c y")]
    [InlineData("Elementwise", "Softplus x a; Tanh a b; Mul x b y")]
    [InlineData("Silu", "Sigmoid x a; Mul a x y")]
    [InlineData("HardSwish", "HardSigmoid:sixth x a; Mul x a y")]
    [InlineData("Sigmoid Multiply", "Sigmoid x a; Mul a a y")]
    [InlineData("Relu Add", "Relu x a; Add a x y")]
    [InlineData("Relu", "Clip x zero  y")]
    [InlineData("Relu6", "Clip x zero six y")]
    [InlineData("Elementwise", "Clip x one six y")]
    [InlineData("Elementwise", "Div x six y")]
    [InlineData("Elementwise", "Sub six x y")]
    [InlineData("GlobalAveragePooling Multiply", "GlobalAveragePool x a; Mul x a y")]
    [InlineData("GlobalAveragePooling Broadcasting", "GlobalAveragePool x a; Sub x a y")]
    [InlineData("ConstantArray Broadcasting ConstantArray Broadcasting", "Sub x channels a; Div a channels y")]
    [InlineData("Softmax", "Softmax:channels x y")]
    [InlineData("Transposition Softmax Relu", "Softmax:rows x a; Relu a y")]
    public void BecomeLayers(string kinds, string nodes)
    {
        var imported = OnnxImport.Read(Model(nodes));
        Assert.Equal(kinds, string.Join(" ", imported.Network.Nodes.Where(node => node.Layer is not null).Select(node => node.Layer!.Kind)));
    }

    // By hand: x / 6 at the same places; channels of 1, 2, 3 taken off, x being 0, 1, 2 ….
    [Fact]
    public void NumbersMeetTheirChannels()
    {
        var x = new Tensor(Shape.Of(1, 3, 4, 5));
        for (var i = 0; i < 60; i++) x.Floats[i] = i;
        var y = OnnxImport.Read(Model("Sub x channels a; Div a six y")).Run(new Dictionary<string, Tensor> { ["x"] = x })["y"];
        Assert.Equal(x.Shape, y.Shape);
        for (var i = 0; i < 60; i++) Assert.Equal((i - (i / 20 + 1)) / 6f, y.Floats[i], 1e-6f);
    }

    // The number of examples goes through arithmetic: 1 · (N, 3, 4, 5) is a shape as any other.
    [Fact]
    public void ShapesMayBeCountedWithWhileTheBatchIsFree()
    {
        var imported = OnnxImport.Read(Model("Shape x s; Mul s ones t; Relu x r; Reshape r t y"));
        var x = new Tensor(Shape.Of(2, 3, 4, 5));
        x.Floats.Fill(1);
        Assert.Equal(x.Shape, imported.Run(new Dictionary<string, Tensor> { ["x"] = x })["y"].Shape);
    }

    private static ModelData Model(string nodes)
    {
        var graph = new GraphData { Name = "g" };
        var type = new ValueKind.Types.TensorType { ElemType = 1, Shape = new SymbolicShape() };
        type.Shape.Dim.Add(new SymbolicShape.Types.Dimension { DimParam = "N" });
        foreach (var size in new[] { 3, 4, 5 }) type.Shape.Dim.Add(new SymbolicShape.Types.Dimension { DimValue = size });
        graph.Input.Add(new ValueInfo { Name = "x", Type = new ValueKind { TensorType = type } });
        graph.Output.Add(new ValueInfo { Name = "y", Type = new ValueKind { TensorType = new ValueKind.Types.TensorType { ElemType = 1 } } });
        foreach (var (name, number) in new[] { ("zero", 0), ("half", 0.5f), ("one", 1), ("six", 6), ("root", MathF.Sqrt(2)), ("unroot", MathF.Sqrt(0.5f)) }) graph.Initializer.Add(TensorDataConversion.ToOnnx(Tensor.From([number]), name));
        graph.Initializer.Add(TensorDataConversion.ToOnnx(Tensor.From([1, 2, 3], 3, 1, 1), "channels"));
        graph.Initializer.Add(TensorDataConversion.ToOnnx(Tensor.From<long>([1], Shape.Of(1)), "ones"));
        foreach (var line in nodes.Split("; "))
        {
            var words = line.Split(' ');
            var data = new NodeData { OpType = words[0].Split(':')[0], Name = words[^1] };
            data.Input.Add(words[1..^1]);
            data.Output.Add(words[^1]);
            if (words[0].EndsWith(":sixth", StringComparison.Ordinal)) data.Attribute.Add(NodeWriter.Float("alpha", 1f / 6));
            if (words[0].EndsWith(":channels", StringComparison.Ordinal)) data.Attribute.Add(NodeWriter.Int("axis", 1));
            if (words[0].EndsWith(":rows", StringComparison.Ordinal)) data.Attribute.Add(NodeWriter.Int("axis", 2));
            graph.Node.Add(data);
        }
        var model = new ModelData { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSet { Domain = "", Version = 17 });
        return model;
    }
}
