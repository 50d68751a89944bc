using Google.Protobuf;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Graphs that reckon with the number of examples, as PyTorch writes them, and pictures of any size: loaded once, run for several.</summary>
public sealed class DynamicShapeTests : IDisposable
{
    private readonly string _folder = TestData.Temporary();
    private readonly GraphData _graph = new() { Name = "graph" };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // x.view(x.size(0), -1)
    [Fact]
    public void AViewOfEachExample()
    {
        Examples();
        Node("Concat", "sizes", ["n", "rest"], ("axis", [0]));
        Constant("rest", -1);
        Node("Reshape", "y", ["x", "sizes"]);
        var model = Import([0, 3, 2, 2]);
        foreach (var count in new[] { 1, 3 })
        {
            var x = Numbers(count, 3, 2, 2);
            var y = Run(model, x);
            Assert.Equal(Shape.Of(count, 12), y.Shape);
            Assert.Equal(x.ToArray(), y.ToArray());
        }
    }

    // ShuffleNet: x.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, -1, h, w)
    [Fact]
    public void ChannelsAreShuffled()
    {
        Examples();
        Constant("one", 1);
        Constant("two", 2);
        Constant("places", 2, 3);
        Constant("rest", -1);
        Node("Gather", "channels", ["shape", "one"], ("axis", [0]));
        Node("Div", "half", ["channels", "two"]);
        Node("Gather", "space", ["shape", "places"], ("axis", [0]));
        Node("Concat", "wide", ["n", "two", "half", "space"], ("axis", [0]));
        Node("Reshape", "groups", ["x", "wide"]);
        Node("Transpose", "turned", ["groups"], ("perm", [0, 2, 1, 3, 4]));
        Node("Concat", "flat", ["n", "rest", "space"], ("axis", [0]));
        Node("Reshape", "y", ["turned", "flat"]);
        var model = Import([0, 6, 2, 3]);
        foreach (var count in new[] { 1, 3 })
        {
            var x = Numbers(count, 6, 2, 3);
            var y = Run(model, x);
            Assert.Equal(x.Shape, y.Shape);
            int[] from = [0, 3, 1, 4, 2, 5];
            for (var i = 0; i < y.Floats.Length; i++) Assert.Equal(x.Floats[i / 36 * 36 + from[i / 6 % 6] * 6 + i % 6], y.Floats[i]);
        }
    }

    // (q · qᵀ) · q for two heads, without the softmax: sums in double precision beside it.
    [Fact]
    public void HeadsOfAttentionAreMultiplied()
    {
        Examples();
        Constant("parts", 4, 2, 3);
        Constant("joined", 4, 6);
        Node("Concat", "wide", ["n", "parts"], ("axis", [0]));
        Node("Reshape", "split", ["x", "wide"]);
        Node("Transpose", "q", ["split"], ("perm", [0, 2, 1, 3]));
        Node("Transpose", "k", ["split"], ("perm", [0, 2, 3, 1]));
        Node("MatMul", "alike", ["q", "k"]);
        Node("MatMul", "seen", ["alike", "q"]);
        Node("Transpose", "back", ["seen"], ("perm", [0, 2, 1, 3]));
        Node("Concat", "flat", ["n", "joined"], ("axis", [0]));
        Node("Reshape", "y", ["back", "flat"]);
        var model = Import([0, 4, 6]);
        foreach (var count in new[] { 1, 3 })
        {
            var x = Numbers(count, 4, 6);
            var y = Run(model, x);
            Assert.Equal(x.Shape, y.Shape);
            for (var i = 0; i < y.Floats.Length; i++)
            {
                var (example, row, head, column) = (i / 24 * 24, i / 6 % 4, i % 6 / 3, i % 3);
                double X(int place, int at) => x.Floats[example + place * 6 + head * 3 + at];
                var sum = 0d;
                for (var other = 0; other < 4; other++) sum += Enumerable.Range(0, 3).Sum(at => X(row, at) * X(other, at)) * X(other, column);
                Assert.Equal(sum, y.Floats[i], 1e-5);
            }
        }
    }

    [Fact]
    public void AModelWrittenForOneExampleTakesMore()
    {
        Constant("sizes", 1, -1);
        Node("Reshape", "y", ["x", "sizes"]);
        Node("Relu", "z", ["y"]);
        var model = Import([1, 3, 2, 2], "z");
        Assert.Equal(Shape.Of(3, 12), model.Run(new Dictionary<string, Tensor> { ["x"] = Numbers(3, 3, 2, 2) })["z"].Shape);
    }

    [Fact]
    public void PicturesOfAnySizeAreTakenToBeOfAUsualOne()
    {
        Node("Relu", "positive", ["x"]);
        Node("ReduceMean", "y", ["positive"], ("axes", [2, 3]), ("keepdims", [0]));
        var model = Import([0, 3, 0, 0]);
        Assert.Equal(Shape.Of(224, 224, 3), model.Network.Inputs[0].Shape);
        Assert.Equal("input 'x' leaves the size of its pictures free: 224×224 was taken", string.Join('\n', model.Network.Info.Notes));
        var x = Numbers(2, 3, 5, 7);
        var y = Run(model, x);
        Assert.Equal(Shape.Of(2, 3), y.Shape);
        for (var i = 0; i < 6; i++) Assert.Equal(Enumerable.Range(0, 35).Average(at => Math.Max(x.Floats[i * 35 + at], 0d)), y.Floats[i], 1e-6);
    }

    private static Tensor Numbers(params int[] sizes)
    {
        var tensor = new Tensor(Shape.Of(sizes));
        for (var i = 0; i < tensor.Floats.Length; i++) tensor.Floats[i] = MathF.Sin(1.3f * i);
        return tensor;
    }

    private static Tensor Run(ImportedModel model, Tensor x) => model.Run(new Dictionary<string, Tensor> { ["x"] = x })["y"];

    // "n": the number of examples as a list of one.
    private void Examples()
    {
        Node("Shape", "shape", ["x"]);
        Constant("zero");
        Constant("first", 0);
        Node("Gather", "count", ["shape", "zero"], ("axis", [0]));
        Node("Unsqueeze", "n", ["count", "first"]);
    }

    private void Node(string type, string output, string[] inputs, params (string Name, int[] Values)[] attributes)
    {
        var node = new NodeData { OpType = type, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        foreach (var (name, values) in attributes) node.Attribute.Add(name is "axis" or "keepdims" ? NodeWriter.Int(name, values[0]) : NodeWriter.Ints(name, values));
        _graph.Node.Add(node);
    }

    // Without numbers: 0, as a number without axes.
    private void Constant(string name, params long[] values)
    {
        var tensor = new TensorData { Name = name, DataType = 7 };
        if (values.Length > 0) tensor.Dims.Add(values.Length);
        tensor.Int64Data.Add(values.Length > 0 ? values : [0]);
        _graph.Initializer.Add(tensor);
    }

    private ImportedModel Import(long[] sizes, string output = "y")
    {
        var type = new ValueKind.Types.TensorType { ElemType = 1, Shape = new SymbolicShape() };
        foreach (var size in sizes) type.Shape.Dim.Add(size > 0 ? new SymbolicShape.Types.Dimension { DimValue = size } : new SymbolicShape.Types.Dimension { DimParam = "free" });
        _graph.Input.Add(new ValueInfo { Name = "x", Type = new ValueKind { TensorType = type } });
        _graph.Output.Add(new ValueInfo { Name = output, Type = new ValueKind { TensorType = new ValueKind.Types.TensorType { ElemType = 1 } } });
        var model = new ModelData { IrVersion = 8, Graph = _graph };
        model.OpsetImport.Add(new OperatorSet { Domain = "", Version = 17 });
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return OnnxModel.Import(path);
    }
}
