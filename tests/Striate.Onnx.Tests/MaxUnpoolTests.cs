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

    [Fact]
    public void WhatCannotBeReadIsNamed()
    {
        string Of(ModelData model) => Assert.Throws<UnsupportedOperatorException>(() => OnnxImport.Read(model).Network).Message;
        Assert.Equal("MaxUnpool to another size than was pooled is not supported", Of(Model(5, [1, 1, 4, 4])));
        Assert.Equal("MaxUnpool to another size than was pooled is not supported", Of(Model(5, null)));
        var other = Model(4, null);
        other.Graph.Node[2].Input[1] = "pooled";
        Assert.Equal("MaxUnpool of indices that no MaxPool of the model made is not supported", Of(other));
        var leaving = Model(4, null);
        leaving.Graph.Output.Add(new ValueInfo { Name = "indices" });
        Assert.Equal("MaxPool with several outputs is not supported", Of(leaving));
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
