using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>What is assumed around a map, on 1 2 3 4.</summary>
public class PaddingModeTests
{
    [Theory]
    [InlineData(PaddingMode.Zero, new float[] { 0, 0, 1, 2, 3, 4, 0, 0 })]
    [InlineData(PaddingMode.Constant, new float[] { 7, 7, 1, 2, 3, 4, 7, 7 })]
    [InlineData(PaddingMode.Reflect, new float[] { 3, 2, 1, 2, 3, 4, 3, 2 })]
    [InlineData(PaddingMode.Replicate, new float[] { 1, 1, 1, 2, 3, 4, 4, 4 })]
    [InlineData(PaddingMode.Circular, new float[] { 3, 4, 1, 2, 3, 4, 1, 2 })]
    [Trait("Row", "58")]
    public void AroundFourNumbers(PaddingMode mode, float[] expected)
    {
        var network = Network.Sequential(Shape.Of(4, 1), new SpatialPadding(2, 2) { Mode = mode, Value = mode == PaddingMode.Constant ? 7 : 0 });
        Assert.Equal(expected, network.Run(Tensor.From([1, 2, 3, 4], 1, 4, 1)).ToArray());
    }

    // Differences of neighbours: a ring has one between its ends.
    [Fact]
    [Trait("Row", "58")]
    public void OnAConvolution()
    {
        float[] Run(PaddingMode mode, float value = 0) =>
            FlipTests.Run([1, 2, 4, 8], [4], [-1, 1], [2], false, Padding.Of(new AxisSizes(0), new AxisSizes(1)) with { Mode = mode, Value = value });
        Assert.Equal([1, 2, 4, -8], Run(PaddingMode.Zero));
        Assert.Equal([1, 2, 4, 2], Run(PaddingMode.Constant, 10));
        Assert.Equal([1, 2, 4, -4], Run(PaddingMode.Reflect));
        Assert.Equal([1, 2, 4, 0], Run(PaddingMode.Replicate));
        Assert.Equal([1, 2, 4, -7], Run(PaddingMode.Circular));
    }

    [Fact]
    public void AMirrorLargerThanItsInput() => Assert.Equal(
        "SpatialPadding 'p' does not fit: padding (1, 4) in mode Reflect of an axis of 4; it must be below the size. What would fit: padding of 3 or less, an input of 5 or more, or PaddingMode.Replicate.",
        Message(new SpatialPadding(1, 4) { Mode = PaddingMode.Reflect, Name = "p" }));

    [Fact]
    public void ARingThatGoesRoundTwice() => Assert.Equal(
        "Convolution 'c' does not fit: padding (5, 5) in mode Circular of an axis of 4; it must be no larger than the size. What would fit: padding of 4 or less, an input of 5 or more, or PaddingMode.Replicate.",
        Message(new Convolution(1, 3) { Padding = Padding.Of(5) with { Mode = PaddingMode.Circular }, Name = "c" }));

    [Fact]
    public void AValueWithoutAMode() => Assert.Equal(
        "SpatialPadding 'p' has a padding value of 3 in mode Zero, which takes none. What would fit: PaddingMode.Constant, or a value of 0.", Message(new SpatialPadding(1, 1) { Value = 3, Name = "p" }));

    [Fact]
    public void ANegativePadding() => Assert.Equal(
        "SpatialPadding 'p' has a padding of -1; it must be 0 or more along every axis.", Message(new SpatialPadding(0, -1) { Name = "p" }));

    [Fact]
    public void PoolingHasZeros() => Assert.Equal(
        "MaxPooling 'p' has padding in mode Reflect, which convolutions alone have. What would fit: PaddingMode.Zero, or a SpatialPadding before it.",
        Message(new MaxPooling(2) { Padding = Padding.Of(1) with { Mode = PaddingMode.Reflect }, Name = "p" }));

    [Fact]
    public void TransposedConvolutionsCut() => Assert.Equal(
        "TransposedConvolution 't' has padding in mode Circular, which convolutions alone have. What would fit: PaddingMode.Zero, which cuts the output.",
        Message(new TransposedConvolution(1, 3) { Padding = Padding.Of(1) with { Mode = PaddingMode.Circular }, Name = "t" }));

    [Fact]
    public void MoreTilesThanOutputs() => Assert.Equal(
        "TiledConvolution 't' does not fit: 4 kernels in turn along an axis of 2 outputs, so 2 would never be used. What would fit: 2 (an UnsharedConvolution) or fewer.",
        Message(new TiledConvolution(1, 3, 4) { Name = "t" }));

    [Fact]
    public void NoTile() => Assert.Equal("TiledConvolution 't' has a number of tiles of 0; it must be 1 or more along every axis.", Message(new TiledConvolution(1, 3, 0) { Name = "t" }));

    [Fact]
    public void AnUnsharedConvolutionWithACeiling() => Assert.Equal(
        "UnsharedConvolution 'u' has Fit.Ceiling, which pooling alone has. What would fit: Fit.Floor and padding on the high side.",
        Message(new UnsharedConvolution(1, 3) { Fit = Fit.Ceiling, Name = "u" }));

    private static string Message(Layer layer) => Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 1), layer)).Message;
}
