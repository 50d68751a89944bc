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

    // 40 × 30 × 3 × 3 weights: fan-in 270, fan-out 360. Deviations: He √(2 / 270), Glorot √(2 / 630), LeCun √(1 / 270), uniform by fan-in 1 / √(3 · 270).
    [Theory]
    [Trait("Row", "160")]
    [InlineData("he", 0.0860663, 0)]
    [InlineData("glorot", 0.0563436, 0.0975900)]
    [InlineData("lecun", 0.0608581, 0)]
    [InlineData("fan-in", 0.0351364, 0.0608581)]
    [InlineData("uniform", 0.2886751, 0.5)]
    [InlineData("normal", 0.3, 0)]
    public void RandomSchemes(string name, double deviation, double bound)
    {
        Initializer initializer = name switch
        {
            "he" => Initializer.He,
            "glorot" => Initializer.Glorot,
            "lecun" => Initializer.LeCun,
            "fan-in" => Initializer.FanInUniform,
            "uniform" => new Initializer.Uniform(-0.5f, 0.5f),
            _ => new Initializer.Normal(0, 0.3f),
        };
        var network = Network.Sequential(Shape.Of(4, 4, 30), new Convolution(40, 3) { HasBias = false, WeightInitializer = initializer });
        var weights = network.Parameters.Values.ToArray();
        // Of 10,800 draws the mean lies within 4 deviations / 104, the deviation within 3 %.
        Assert.InRange(weights.Average(), -0.04 * deviation, 0.04 * deviation);
        Assert.InRange(Math.Sqrt(weights.Average(weight => (double)weight * weight)), 0.97 * deviation, 1.03 * deviation);
        if (bound > 0) Assert.InRange(weights.Max(Math.Abs), 0.99 * bound, bound * 1.000001);
        else Assert.True(weights.Max(Math.Abs) > 3 * deviation);
        network.Initialize(1);
        Assert.NotEqual(weights, network.Parameters.Values.ToArray());
        network.Initialize(0);
        Assert.Equal(weights, network.Parameters.Values.ToArray());
    }

    [Fact]
    [Trait("Row", "160")]
    public void OrthogonalRows()
    {
        var weights = Network.Sequential(Shape.Of(4, 4, 3), new Convolution(5, 2) { HasBias = false, WeightInitializer = new Initializer.Orthogonal(2) }).Parameters.Values.ToArray();
        for (var a = 0; a < 5; a++)
            for (var b = 0; b < 5; b++)
                Assert.Equal(a == b ? 4 : 0, Enumerable.Range(0, 12).Sum(i => (double)weights[a * 12 + i] * weights[b * 12 + i]), 1e-5);
    }

    private static float[] Weights(int inputs, Layer layer)
    {
        if (layer is Convolution convolution) layer = convolution with { WeightInitializer = Initializer.Dirac, HasBias = false };
        if (layer is Dense dense) layer = dense with { WeightInitializer = Initializer.Dirac, HasBias = false };
        return Network.Sequential(layer is Dense ? Shape.Of(inputs) : Shape.Of(4, 4, inputs), layer).Parameters.Values.ToArray();
    }
}
