using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Parameters;

public class InitializerTests
{
    // torch.nn.init.dirac_(torch.empty(3, 2, 3, 3)) has its ones at [0, 0, 1, 1] and [1, 1, 1, 1]; channels without an input are drawn here.
    [Fact]
    public void DiracIsTheIdentityForTheFirstChannels()
    {
        var weights = Weights(2, new Convolution(3, 3));
        for (var i = 0; i < 36; i++) Assert.Equal(i is 4 or 18 + 9 + 4 ? 1 : 0, weights[i]);
        // FanInUniform: ±1 / √(2 · 9).
        Assert.All(weights[36..], weight => Assert.InRange(Math.Abs(weight), 1e-6f, 0.2357f));
        // More inputs than outputs; an even kernel on one axis of two.
        Assert.Equal([1, 0, 0, 0, 0, 0], Weights(3, new Convolution(1, (1, 2))));
        Assert.Equal([1, 0, 0, 1], Weights(2, new Dense(2)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void DiracWithSamePaddingKeepsItsInput(int kernel)
    {
        var network = Network.Sequential(Shape.Of(5, 6, 3), new Convolution(3, kernel) { Padding = Padding.Same, WeightInitializer = Initializer.Dirac });
        var input = new Tensor(Shape.Of(1, 5, 6, 3));
        for (var i = 0; i < input.Floats.Length; i++) input.Floats[i] = i;
        // Winograd's transforms round.
        Assert.All(network.Run(input).ToArray().Zip(input.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    private static float[] Weights(int inputs, Layer layer)
    {
        if (layer is Convolution convolution) layer = convolution with { WeightInitializer = Initializer.Dirac, HasBias = false };
        if (layer is Dense dense) layer = dense with { WeightInitializer = Initializer.Dirac, HasBias = false };
        return Network.Sequential(layer is Dense ? Shape.Of(inputs) : Shape.Of(4, 4, inputs), layer).Parameters.Values.ToArray();
    }
}
