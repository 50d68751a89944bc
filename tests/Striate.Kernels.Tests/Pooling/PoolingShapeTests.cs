using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;

namespace Striate.Kernels.Tests.Pooling;

/// <summary>Every message, whole.</summary>
public class PoolingShapeTests
{
    [Fact]
    public void SizesMustBePositive()
    {
        Assert.Equal("Pooling needs positive sizes: batch 0, channels 2.", Message(0, 2, WindowAxis.Unit));
        Assert.Equal("Pooling needs positive sizes: batch 1, channels 0.", Message(1, 0, WindowAxis.Unit));
        const string Needs = "A pooling axis needs positive sizes and room for a window: ";
        Assert.Equal(Needs + "input 0, kernel 1, stride 1, dilation 1, padding (0, 0).", Message(1, 1, new WindowAxis(0, 1)));
        Assert.Equal(Needs + "input 4, kernel 0, stride 1, dilation 2, padding (0, 0).", Message(1, 1, new WindowAxis(4, 0, 1, 2)));
        Assert.Equal(Needs + "input 4, kernel 2, stride 0, dilation 1, padding (0, 0).", Message(1, 1, new WindowAxis(4, 2, 0)));
        Assert.Equal(Needs + "input 4, kernel 2, stride 1, dilation 0, padding (0, 0).", Message(1, 1, new WindowAxis(4, 2, 1, 0)));
        Assert.Equal(Needs + "input 4, kernel 5, stride 1, dilation 1, padding (0, 0).", Message(1, 1, new WindowAxis(4, 5)));
        Assert.Equal(Needs + "input 4, kernel 3, stride 1, dilation 2147483647, padding (0, 0).", Message(1, 1, new WindowAxis(4, 3, 1, int.MaxValue)));
    }

    [Fact]
    public void EveryWindowMustSeeTheInput()
    {
        Assert.Equal("A pooling axis needs padding of 0 or more: input 4, kernel 2, stride 1, dilation 1, padding (-1, 0).", Message(1, 1, new WindowAxis(4, 2, PaddingLow: -1)));
        Assert.Equal("A pooling axis needs padding of 0 or more: input 4, kernel 2, stride 1, dilation 1, padding (0, -1).", Message(1, 1, new WindowAxis(4, 2, PaddingHigh: -1)));
        Assert.Equal("A pooling axis has windows in the padding alone: input 4, kernel 2, stride 1, dilation 1, padding (2, 0). What would fit: padding of 1 or less, dilation of 4 or less.",
            Message(1, 1, new WindowAxis(4, 2, PaddingLow: 2)));
        Assert.Equal("A pooling axis has windows in the padding alone: input 4, kernel 2, stride 1, dilation 2, padding (0, 3). What would fit: padding of 2 or less, dilation of 4 or less.",
            Message(1, 1, new WindowAxis(4, 2, 1, 2, 0, 3)));
        // Taps at -1 and 1 around the only input, at 0.
        Assert.Equal("A pooling axis has windows in the padding alone: input 1, kernel 2, stride 1, dilation 2, padding (1, 1). What would fit: padding of 2 or less, dilation of 1 or less.",
            Message(1, 1, new WindowAxis(1, 2, 1, 2, 1, 1)));
    }

    [Fact]
    public void TooManyNumbersAreRefused()
    {
        Assert.Equal("A pooling map of 4294967296 numbers is too large; the most is 2147483591.", Message(1 << 16, 1, new WindowAxis(1 << 16, 1)));
        Assert.Equal("A pooling map of 2147483648 numbers is too large; the most is 2147483591.", Message(1 << 15, 1 << 15, new WindowAxis(1, 2, PaddingLow: 1, PaddingHigh: 1)));
        Assert.Equal(Array.MaxLength, new PoolingShape(1, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(Array.MaxLength, 1)).OutputPixels);
    }

    private static string Message(int batch, int channels, WindowAxis axis) =>
        Assert.Throws<ArgumentException>(() => new PoolingShape(batch, channels, WindowAxis.Unit, WindowAxis.Unit, axis)).Message;
}
