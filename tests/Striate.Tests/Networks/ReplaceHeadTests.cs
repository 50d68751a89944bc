using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Networks;

public class ReplaceHeadTests
{
    [Fact]
    public void AllButTheHeadStays()
    {
        var network = CifarResNet.ResNet20(Shape.Of(32, 32, 3), 10).With(new ModelInfo { Name = "resnet20", ClassNames = ["a", "b"], Preprocessing = Preprocessing.Bytes });
        network.Initialize(3);
        network.Parameters.Freeze("*");
        var tuned = network.ReplaceHead(5, seed: 7);
        Assert.Equal(network.Nodes.Select(node => node.Name), tuned.Nodes.Select(node => node.Name));
        foreach (var parameter in network.Parameters.Where(parameter => !parameter.Name.StartsWith("linear.", StringComparison.Ordinal)))
        {
            Assert.Equal(parameter.Values.ToArray(), tuned.Parameters[parameter.Name].Values.ToArray());
            Assert.True(tuned.Parameters[parameter.Name].IsFrozen);
        }
        Assert.Equal(("linear.weight 5×64", "linear.bias 5"), (tuned.Parameters["linear.weight"].ToString(), tuned.Parameters["linear.bias"].ToString()));
        Assert.False(tuned.Parameters["linear.weight"].IsFrozen);
        Assert.Equal(Shape.Of(5), tuned.OutputShape);
        Assert.Equal(new ModelInfo { Name = "resnet20", Preprocessing = Preprocessing.Bytes }, tuned.Info);
        // The seed alone says how the head begins, and the first network is as it was.
        Assert.Equal(tuned.Parameters["linear.weight"].Values.ToArray(), network.ReplaceHead(5, seed: 7).Parameters["linear.weight"].Values.ToArray());
        Assert.NotEqual(tuned.Parameters["linear.weight"].Values.ToArray(), network.ReplaceHead(5, seed: 8).Parameters["linear.weight"].Values.ToArray());
        Assert.Equal(10, network.OutputShape.Channels);
    }

    // SqueezeNet ends in a 1×1 convolution, a rectifier and pooling; U-Net in a 1×1 convolution alone.
    [Theory]
    [InlineData("squeezenet1_1", "5")]
    [InlineData("unet", "160×160×5")]
    public void ConvolutionsWithAKernelOf1AreHeadsToo(string name, string output)
    {
        var network = ModelZoo.Build(name, null, 7);
        Assert.Equal(output, network.ReplaceHead(5).OutputShape.ToString());
    }

    [Fact]
    public void ASoftmaxAtTheEndIsLeftOut()
    {
        var network = Network.Sequential(Shape.Of(4), new Dense(8), new Relu(), new Dense(3), new Softmax());
        Assert.Equal(["input", "dense1", "relu1", "dense2"], network.ReplaceHead(2).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void AMapOfOnePixelBecomesAVector()
    {
        var network = Network.Sequential(Shape.Of(4, 4, 2), new Convolution(3, 1), new Relu(), new AveragePooling(4), new Softmax());
        Assert.Equal("1×1×3", network.OutputShape.ToString());
        Assert.Equal(Shape.Of(5), network.ReplaceHead(5).OutputShape);
    }

    [Fact]
    public void LayersOfOneNameEachKeepTheirNumbers()
    {
        var network = Network.Sequential(Shape.Of(4), new Dense(8), new Tanh(), new Dense(3));
        var tuned = network.ReplaceHead(3, 5);
        Assert.Equal(network.Parameters["dense1.weight"].Values.ToArray(), tuned.Parameters["dense1.weight"].Values.ToArray());
        Assert.NotEqual(network.Parameters["dense2.weight"].Values.ToArray(), tuned.Parameters["dense2.weight"].Values.ToArray());
    }

    [Fact]
    public void NetworksWithoutAHeadAreRefused()
    {
        const string Fits = " What would fit: a Dense, or a Convolution with a kernel of 1, that gives the class scores.";
        string Message(Network network) => Assert.Throws<ArgumentException>(() => network.ReplaceHead(5)).Message;
        Assert.Equal("The network has no head to replace: no layer has weights." + Fits, Message(Network.Sequential(Shape.Of(4), new Relu())));
        Assert.Equal("The network has no head to replace: the last layer before the output that has weights or several inputs is Convolution 'last'." + Fits,
            Message(Network.Sequential(Shape.Of(4, 4, 1), new Convolution(3, 3) { Name = "last" }, new Relu())));
        Assert.Equal("The network has no head to replace: Dense 'b' shares its weights with 'a'." + Fits,
            Message(Network.Sequential(Shape.Of(4), new Dense(4) { Name = "a" }, new Dense(4) { Name = "b", SharedWith = "a" })));
        Assert.Equal("The network has no head to replace: with 5 outputs of Convolution 'last' the network gives 80." + Fits,
            Message(Network.Sequential(Shape.Of(4, 4, 1), new Convolution(3, 1) { Name = "last" }, new Flatten())));
        Assert.Equal("A head has 1 output or more, not 0.", Assert.Throws<ArgumentException>(() => Network.Sequential(Shape.Of(4), new Dense(4)).ReplaceHead(0)).Message);
    }
}
