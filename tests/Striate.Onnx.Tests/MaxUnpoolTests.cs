using Striate.Layers;
using Striate.Networks;
using Striate.Onnx.Schema;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>ONNX's MaxUnpool, as PyTorch writes decoders: the second output of a MaxPool says where values go.</summary>
public class MaxUnpoolTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ValuesGoWhereTheMaximumWas(bool withSize)
    {
        var model = Model(4, withSize ? [1, 1, 4, 4] : null);
        var network = OnnxImport.Read(model).Network;
        Assert.Equal(["MaxPooling", "Tanh", "MaxUnpooling"], network.Nodes.Where(node => node.Layer is not null).Select(node => node.Layer!.Kind));
        float[] map = [0.1f, 0.2f, 0.5f, 0.3f, 1.3f, 0.4f, 0.1f, 0.2f, 0.3f, 0.4f, 0.2f, 0.1f, 0.1f, 0.2f, 0.7f, 0.6f];
        var expected = map.Select((value, i) => i is 2 or 4 or 9 or 14 ? MathF.Tanh(value) : 0).ToArray();
        var actual = network.Run(Tensor.From(map, 1, 4, 4, 1)).ToArray();
        for (var i = 0; i < 16; i++) Assert.Equal(expected[i], actual[i], 1e-6);
    }

    // The largest numbers of 5×5 lie in the first 4×4: their places count through 5×5, the size 4×4 is what ONNX infers, and 5×5 what is asked for.
    [Fact]
    public void IndicesAreNumbersElsewhere()
    {
        var model = Model(4, null);
        model.Graph.Output.Add(new ValueInfo { Name = "indices", Type = new ValueKind { TensorType = new ValueKind.Types.TensorType { ElemType = 7 } } });
        var network = OnnxImport.Read(model).Network;
        Assert.Equal(["MaxPooling", "MaxPoolingIndices", "Tanh", "MaxUnpooling"], network.Nodes.Where(node => node.Layer is not null).Select(node => node.Layer!.Kind).Order(StringComparer.Ordinal).Order(Comparer<string>.Create((a, b) => Array.IndexOf(Order, a) - Array.IndexOf(Order, b))));
        float[] map = [0.1f, 0.2f, 0.5f, 0.3f, 1.3f, 0.4f, 0.1f, 0.2f, 0.3f, 0.4f, 0.2f, 0.1f, 0.1f, 0.2f, 0.7f, 0.6f];
        var outputs = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = Tensor.From([.. map, .. map], 2, 4, 4, 1) });
        Assert.Equal([4L, 2, 9, 14, 20, 18, 25, 30], outputs[network.Outputs[1].Name].AsSpan<long>().ToArray());
    }

    private static readonly string[] Order = ["MaxPooling", "MaxPoolingIndices", "Tanh", "MaxUnpooling"];

    [Fact]
    public void AnotherSizeThanWasPooled()
    {
        var network = OnnxImport.Read(Model(5, [1, 1, 5, 6])).Network;
        Assert.Contains(network.Nodes, node => node.Layer is Layers.Arrays.IndexUnpooling);
        Assert.Equal(Shape.Of(5, 6, 1), network.Outputs[0].Shape);
        var broken = Model(4, null);
        broken.Graph.Node[2].Input[1] = "pooled";
        Assert.Equal("IndexUnpooling 'unpool' does not take Float32, which 'pooled' holds. What would fit: a Casting before it.", Assert.Throws<Layers.ShapeException>(() => OnnxImport.Read(broken).Network).Message);
    }

    private static ModelData Model(int size, long[]? outputSize)
    {
        var model = OnnxExport.Write(Network.Sequential(Shape.Of(size, size, 1), new MaxPooling(2) { Name = "pooled" }, new Tanh { Name = "t" }));
        model.MetadataProps.Clear();
        model.Graph.Node[0].Output.Add("indices");
        model.Graph.Node[1].Output[0] = "values";
        var unpool = new NodeData { OpType = "MaxUnpool", Name = "unpool" };
        unpool.Input.AddRange(["values", "indices"]);
        unpool.Output.Add("output");
        unpool.Attribute.Add(NodeWriter.Ints("kernel_shape", 2, 2));
        unpool.Attribute.Add(NodeWriter.Ints("strides", 2, 2));
        if (outputSize is not null)
        {
            model.Graph.Initializer.Add(TensorDataConversion.ToOnnx(Tensor.From(outputSize, Shape.Of(4)), "size"));
            unpool.Input.Add("size");
        }
        model.Graph.Node.Add(unpool);
        return model;
    }
}
