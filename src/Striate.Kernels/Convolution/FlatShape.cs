namespace Striate.Kernels.Convolution;

/// <summary>Problems that are one matrix product: pixels × channels. They run as a 1×1 convolution over one long row.</summary>
/// <remarks>
/// Two kinds: a 1×1 kernel with stride 1 and no padding, over all pixels of the batch; and a kernel as large as its input (a dense layer), where an example is one pixel
/// with H · W · C channels, which lie in memory in just that order.
/// </remarks>
internal static class FlatShape
{
    public static bool IsPointwise(in ConvolutionShape shape) =>
        shape.Taps == 1 && IsPlain(shape.Depth) && IsPlain(shape.Height) && IsPlain(shape.Width);

    public static bool IsDense(in ConvolutionShape shape) =>
        shape.Groups == 1 && shape.OutputPixels == 1 && Covers(shape.Depth) && Covers(shape.Height) && Covers(shape.Width);

    public static bool Exists(in ConvolutionShape shape) => IsPointwise(shape) || IsDense(shape);

    /// <summary>The same problem over one row: pixels as width, taps as channels.</summary>
    public static ConvolutionShape Of(in ConvolutionShape shape)
    {
        var (pixels, taps) = IsPointwise(shape) ? (shape.Batch * shape.OutputPixels, 1) : (shape.Batch, shape.Taps);
        return new ConvolutionShape(1, shape.InputChannels * taps, shape.OutputChannels, shape.Groups, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(pixels, 1));
    }

    private static bool IsPlain(WindowAxis axis) => axis.Stride == 1 && axis.PaddingLow == 0 && axis.PaddingHigh == 0;

    private static bool Covers(WindowAxis axis) =>
        axis.Kernel == axis.Input && axis.PaddingLow == 0 && axis.PaddingHigh == 0 && (axis.Dilation == 1 || axis.Kernel == 1);
}
