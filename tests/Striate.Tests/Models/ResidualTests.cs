using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Models;

/// <summary>y = f(x) + s(x).</summary>
[Trait("Row", "147")]
public class ResidualTests
{
    private static readonly Convolution Nothing = new(2, 3) { Padding = Padding.Same, WeightInitializer = Initializer.Zeros };

    [Fact]
    public void ABranchOfZerosLeavesTheShortcut()
    {
        var input = Tensor.From([.. Enumerable.Range(-16, 32).Select(i => (float)i)], Shape.Of(1, 4, 4, 2));
        var x = Network.Input(4, 4, 2);
        Assert.Equal(input.ToArray(), Network.Of(Residual.Block(x, [Nothing])).Run(input).ToArray());
        // Every second pixel, and a channel of zeros on both sides.
        var padded = Network.Of(Residual.Block(x, [Nothing with { Channels = 4, Stride = 2 }], Residual.Padded(2, stride: 2))).Run(input).ToArray();
        Assert.Equal([0, -16, -15, 0, 0, -12, -11, 0, 0, 0, 1, 0, 0, 4, 5, 0], padded);
    }

    // The gradient of a bias a place in front of the block is dL/dx: what comes back, and the convolution's own answer to it, here Σ over the taps 1, 2, 4 of one channel.
    [Fact]
    public void GradientsPassTheBranchAndBesideIt()
    {
        var x = Network.Input(4, 1).Then(new Convolution(1, 1) { Name = "place", BiasSharing = BiasSharing.PerLocation });
        var network = Network.Of(Residual.Block(x, [new Convolution(1, 3) { Name = "f", Padding = Padding.Same, HasBias = false }]));
        new float[] { 1, 2, 4 }.CopyTo(network.Parameters["f.weight"].Values);
        network.Parameters.MarkChanged();
        var plan = network.CompileTraining(1);
        plan.Forward(0, 0);
        new float[] { 1, 0, 0, 10 }.CopyTo(plan.OutputGradient());
        plan.Backward();
        // I · g = 1 0 0 10; f'ᵀ · g: y[0] = 2 x[0] + 4 x[1] and y[3] = 1 x[2] + 2 x[3].
        Assert.Equal([1 + 2, 4, 10, 10 + 20], plan.Gradients.Slice(network.Parameters["place.bias"].Offset, 4).ToArray());
    }

    [Theory]
    [InlineData(8, 4)]
    [InlineData(8, 8, 4)]
    [InlineData(8, 8, 4, 4)]
    public void BlocksServeAnyNumberOfAxes(params int[] sizes)
    {
        var y = Residual.Block(Network.Input(sizes), Residual.Basic(4)).Then(new Relu());
        var z = Residual.Block(y, Residual.Bottleneck(2, 6, stride: 2, name: "block"), Residual.Projection(6, stride: 2, name: "block.downsample"));
        var network = Network.Of(z);
        Assert.Equal(Shape.Of([.. sizes[..^1].Select(size => size / 2), 6]), network.OutputShape);
        Assert.Contains(network.Nodes, node => node.Name == "block.conv2");
        Assert.Contains(network.Nodes, node => node.Name == "block.downsample.1");
    }

    [Fact]
    public void ABranchOfAnotherShapeNeedsAShortcut() => Assert.Equal("Add 'add1' adds maps of the same shape; its inputs are 4×4×6 and 4×4×2. What would fit: a shortcut of a 1×1 Convolution with the branch's stride and channels.",
        Assert.Throws<ShapeException>(() => Network.Of(Residual.Block(Network.Input(4, 4, 2), Residual.Basic(6)))).Message);
}
