using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Settings that are there and positive but beyond what can be counted, and settings that are not there.</summary>
public class HugeSettingTests
{
    private const string Beyond = "than can be counted: 2147483647 along an axis, 9223372036854775807 in all. What would fit: smaller sizes.";

    [Fact]
    public void SizesBeyondCounting()
    {
        foreach (var layer in new Layer[]
        {
            new AdaptiveAveragePooling(int.MaxValue), new AdaptiveMaxPooling(int.MaxValue), new DepthToSpace(1 << 30), new SpaceToDepth(1 << 30), new FixedUnpooling(1 << 30), new LearnedPooling(1 << 30),
            new SpatialPadding(int.MaxValue, 0), new ChannelPadding(int.MaxValue, 0), new TransposedConvolution(2, int.MaxValue), new TransposedConvolution(2, 1) { Stride = 1 << 30 },
        })
            Assert.Equal($"{layer.Kind} 'c' has sizes that make more of its input 8×8×4 {Beyond}", Message(layer, 8, 8, 4));
    }

    [Fact]
    public void MoreParametersThanANetworkHolds()
    {
        Assert.Equal("Parameter 'c.weight' has 1073741824×6 = 6442450944 numbers, behind 0 of those before it; a network holds 2147483647 at most.", Message(new Dense(1 << 30), 6));
        Assert.Equal("Parameter 'c.bias' has 1073741824 = 1073741824 numbers, behind 1073741824 of those before it; a network holds 2147483647 at most.", Message(new Dense(1 << 30), 1));
    }

    [Fact]
    public void SettingsThatAreNotThere()
    {
        foreach (var layer in new WindowLayer[] { new Convolution(2, 1), new TransposedConvolution(2, 1), new SumPooling(2), new UnsharedConvolution(2, 1) })
            Assert.Equal($"{layer.Kind} 'c' has no padding. What would fit: Padding.Valid, Padding.Same, Padding.Full or Padding.Of(…).", Message(layer with { Padding = null! }, 8, 8, 4));
        Assert.Equal("PartialPooling 'c' has no pooling. What would fit: pooling of one input, as new MaxPooling(2).", Message(new PartialPooling(null!, 2), 8, 8, 4));
        Assert.Equal("Parameter 'c.weight' has no initializer.", Message(new Dense(3) { WeightInitializer = null! }, 6));
        Assert.Equal("ChannelMaxPooling 'c' works along channels; its input is a single number.", Message(new ChannelMaxPooling(1)));
        Assert.Equal("ChannelPadding 'c' works along channels; its input is a single number.", Message(new ChannelPadding(0, 1)));
    }

    [Fact]
    public void InputsOfNoNumbers()
    {
        Assert.Equal("Input 'input' is 0; it needs 1 or more along every axis.", Message(new BatchNormalization(), 0));
        Assert.Equal("Input 'input' is 0×3; it needs 1 or more along every axis.", Message(new Relu(), 0, 3));
        Assert.Equal("Input 'input' is 4×0; it needs 1 or more along every axis.", Message(new LocalResponseNormalization(3), 4, 0));
    }

    // What fits is computed, not searched for step by step.
    [Fact]
    public void StridesOfBillions()
    {
        Assert.Equal("AveragePooling 'c' does not fit: input 20, kernel 2, stride 2147483647 gives (20 − 2) / 2147483647 + 1 = 1.\n"
            + "Strides that fit: 1, 2, 3, 6, 9, 18. With stride 2147483647: input 2. To drop the last 18 columns, set Fit = Fit.Floor.",
            Message(new AveragePooling(2) { Stride = int.MaxValue, Fit = Fit.Strict }, 20, 3));
        // 21 + 2 − 2 = 21 is no multiple of 5; 25 is, with 2 more on each side.
        Assert.Equal("AveragePooling 'c' does not fit: input 21, kernel 2, stride 5, padding 1 gives (21 + 2·1 − 2) / 5 + 1 = 5.2.\n"
            + "Strides that fit: 1, 3, 7, 21. With stride 5: padding 3 (gives 6), or input 20 or 25. To drop the last column, set Fit = Fit.Floor.",
            Message(new AveragePooling(2) { Stride = 5, Padding = Padding.Of(1), Fit = Fit.Strict }, 21, 3));
    }

    private static string Message(Layer layer, params int[] input) => Assert.ThrowsAny<ArgumentException>(() => Network.Sequential(Shape.Of(input), layer with { Name = "c" })).Message;
}
