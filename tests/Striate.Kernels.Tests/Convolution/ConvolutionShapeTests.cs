using Striate.Kernels.Convolution;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>Every message, whole.</summary>
public class ConvolutionShapeTests
{
    private static readonly WindowAxis Three = new(3, 3);

    [Fact]
    public void SizesMustBePositive()
    {
        const string Needs = "A convolution needs positive sizes: ";
        Assert.Equal(Needs + "batch 0, input channels 1, output channels 2, groups 1.", Message(0, 1, 2, 1, Three));
        Assert.Equal(Needs + "batch 1, input channels 0, output channels 2, groups 1.", Message(1, 0, 2, 1, Three));
        Assert.Equal(Needs + "batch 1, input channels 1, output channels -2, groups 1.", Message(1, 1, -2, 1, Three));
        Assert.Equal(Needs + "batch 1, input channels 1, output channels 2, groups 0.", Message(1, 1, 2, 0, Three));
    }

    [Fact]
    public void GroupsMustDivideTheChannels()
    {
        Assert.Equal("2 groups do not divide 3 input and 4 output channels.", Message(1, 3, 4, 2, Three));
        Assert.Equal("2 groups do not divide 4 input and 3 output channels.", Message(1, 4, 3, 2, Three));
    }

    [Theory]
    [InlineData(0, 3, 1, 1, 0, 0)]
    [InlineData(5, 0, 1, 1, 0, 0)]
    [InlineData(5, 3, 0, 1, 0, 0)]
    [InlineData(5, 3, 1, 0, 0, 0)]
    [InlineData(5, 3, 1, 1, -1, 0)]
    [InlineData(5, 3, 1, 1, 0, -1)]
    public void AxesMustBePositive(int input, int kernel, int stride, int dilation, int low, int high)
    {
        var axis = new WindowAxis(input, kernel, stride, dilation, low, high);
        var rest = $"axis needs positive sizes, padding of 0 or more and no overhang: input {input}, kernel {kernel}, stride {stride}, dilation {dilation}, padding ({low}, {high}).";
        Assert.Equal($"The width {rest}", Message(1, 1, 1, 1, axis));
        Assert.Equal($"The height {rest}", Assert.Throws<ArgumentException>(() => new ConvolutionShape(1, 1, 1, 1, Three, axis, Three)).Message);
        Assert.Equal($"The depth {rest}", Assert.Throws<ArgumentException>(() => new ConvolutionShape(1, 1, 1, 1, axis, Three, Three)).Message);
    }

    [Fact]
    public void NoWindowHangsOver() => Assert.Equal(
        "The width axis needs positive sizes, padding of 0 or more and no overhang: input 5, kernel 2, stride 2, dilation 1, padding (0, 0), overhang 1.",
        Message(1, 1, 1, 1, new WindowAxis(5, 2, 2).Ceiling()));

    [Fact]
    public void AWindowMustFit()
    {
        Assert.Equal("The width axis has room for no window: input 3 + padding 1 + 0 < extent 5.", Message(1, 1, 1, 1, new WindowAxis(3, 3, 1, 2, 1)));
        // Sizes near the end of the integers: the extent does not wrap around to a small number.
        Assert.Equal("The width axis has room for no window: input 3 + padding 0 + 0 < extent 2147483647.", Message(1, 1, 1, 1, new WindowAxis(3, 3, 1, int.MaxValue)));
    }

    [Fact]
    public void TooManyNumbersAreRefused()
    {
        Assert.Equal("The input of a convolution has 4294967296 numbers, too many; the most is 2147483591.", Message(1 << 16, 1, 1, 1, new WindowAxis(1 << 16, 1)));
        Assert.Equal("The output of a convolution has 4294967296 numbers, too many; the most is 2147483591.", Message(1, 1, 1 << 16, 1, new WindowAxis(1 << 16, 1)));
        Assert.Equal("The weight of a convolution has 4294967296 numbers, too many; the most is 2147483591.", Message(1, 1 << 16, 1 << 16, 1, new WindowAxis(1, 1)));
        Assert.Equal("The output of a convolution has 2147483593 numbers, too many; the most is 2147483591.", Message(1, 1, 1, 1, new WindowAxis(Array.MaxLength, 1, PaddingLow: 1, PaddingHigh: 1)));
    }

    private static string Message(int batch, int inputs, int outputs, int groups, WindowAxis axis) =>
        Assert.Throws<ArgumentException>(() => new ConvolutionShape(batch, inputs, outputs, groups, WindowAxis.Unit, WindowAxis.Unit, axis)).Message;
}
