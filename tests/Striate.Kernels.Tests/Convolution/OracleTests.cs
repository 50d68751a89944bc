using Striate.Kernels.Convolution;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>The reference is tested too: numbers that a person can check.</summary>
public class OracleTests
{
    private static readonly float[] Nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    [Trait("Row", "5")]
    [Trait("Row", "12")]
    [Trait("Row", "55")]
    public void CrossCorrelationOfThreeByThreeAndTwoByTwo()
    {
        var shape = new ConvolutionShape(1, 1, 1, 1, WindowAxis.Unit, new WindowAxis(3, 2), new WindowAxis(3, 2));
        Assert.Equal([19, 25, 37, 43], Oracle.Forward(shape, Nine, [0, 1, 2, 3]).Value);
    }

    [Fact]
    [Trait("Row", "57")]
    public void PaddedByOne()
    {
        var axis = new WindowAxis(3, 2, PaddingLow: 1, PaddingHigh: 1);
        var shape = new ConvolutionShape(1, 1, 1, 1, WindowAxis.Unit, axis, axis);
        Assert.Equal([0, 3, 8, 4, 9, 19, 25, 10, 21, 37, 43, 16, 6, 7, 8, 0], Oracle.Forward(shape, Nine, [0, 1, 2, 3]).Value);
    }

    [Fact]
    [Trait("Row", "54")]
    public void StridesOfTheirOwn()
    {
        var axis = new WindowAxis(3, 2, PaddingLow: 1, PaddingHigh: 1);
        var threeDown = new ConvolutionShape(1, 1, 1, 1, WindowAxis.Unit, axis with { Stride = 3 }, axis with { Stride = 2 });
        Assert.Equal([0, 8, 6, 8], Oracle.Forward(threeDown, Nine, [0, 1, 2, 3]).Value);
        var twoDown = new ConvolutionShape(1, 1, 1, 1, WindowAxis.Unit, axis with { Stride = 2 }, axis with { Stride = 3 });
        Assert.Equal([0, 4, 21, 16], Oracle.Forward(twoDown, Nine, [0, 1, 2, 3]).Value);
    }

    [Theory]
    [Trait("Row", "42")]
    [Trait("Row", "43")]
    [Trait("Row", "46")]
    [Trait("Row", "47")]
    [Trait("Row", "52")]
    [Trait("Row", "61")]
    [InlineData(7, 3, 1, 1, 0, 5)]
    [InlineData(32, 5, 1, 1, 0, 28)]
    [InlineData(7, 3, 1, 1, 1, 7)]
    [InlineData(7, 3, 2, 1, 0, 3)]
    [InlineData(7, 3, 3, 1, 0, 2)]
    [InlineData(32, 5, 1, 1, 2, 32)]
    [InlineData(5, 3, 1, 1, 2, 7)]
    [InlineData(9, 3, 1, 2, 0, 5)]
    [InlineData(9, 3, 1, 4, 0, 1)]
    public void OutputSizes(int input, int kernel, int stride, int dilation, int padding, int output) =>
        Assert.Equal(output, new WindowAxis(input, kernel, stride, dilation, padding, padding).Output);
}
