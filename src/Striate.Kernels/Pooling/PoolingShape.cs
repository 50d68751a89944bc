using System.Numerics;
using Striate.Kernels.Convolution;

namespace Striate.Kernels.Pooling;

/// <summary>Every number of a pooling problem, checked once. Problems of one and two dimensions leave the leading axes at <see cref="WindowAxis.Unit"/>.</summary>
public readonly record struct PoolingShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <exception cref="ArgumentException">A number is out of range, or windows lie in the padding alone.</exception>
    public PoolingShape(int batch, int channels, WindowAxis depth, WindowAxis height, WindowAxis width)
    {
        if (batch < 1 || channels < 1) throw new ArgumentException($"Pooling needs positive sizes: batch {batch}, channels {channels}.");
        ReadOnlySpan<WindowAxis> axes = [depth, height, width];
        foreach (var axis in axes)
        {
            if (axis.Input < 1 || axis.Kernel < 1 || axis.Stride < 1 || axis.Dilation < 1 || axis.Output < 1)
                throw new ArgumentException($"A pooling axis needs positive sizes and room for a window: {axis}.");
            if (axis.PaddingLow < 0 || axis.PaddingHigh < 0) throw new ArgumentException($"A pooling axis needs padding of 0 or more: {axis}.");
            if (!axis.EveryWindowSeesTheInput())
                throw new ArgumentException($"A pooling axis has windows in the padding alone: {axis}. What would fit: padding of {axis.Extent - 1} or less, dilation of {axis.Input} or less.");
        }
        var most = Math.Max(WindowAxis.Count(batch, channels, depth.Input, height.Input, width.Input), WindowAxis.Count(batch, channels, depth.Output, height.Output, width.Output));
        if (most > Array.MaxLength) throw new ArgumentException($"A pooling map of {most:0} numbers is too large; the most is {Array.MaxLength}.");
        (Batch, Channels, Depth, Height, Width) = (batch, channels, depth, height, width);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>The axis of 3-D problems.</summary>
    public WindowAxis Depth { get; }

    /// <summary>The axis of 2-D and 3-D problems.</summary>
    public WindowAxis Height { get; }

    /// <summary>The innermost axis.</summary>
    public WindowAxis Width { get; }

    /// <summary>Pixels of one input.</summary>
    public int InputPixels => Depth.Input * Height.Input * Width.Input;

    /// <summary>Pixels of one output.</summary>
    public int OutputPixels => Depth.Output * Height.Output * Width.Output;

    /// <summary>Taps of a window.</summary>
    public int Taps => Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>Reads of all windows: vectors, and the channels behind the last whole one by one.</summary>
    internal double Work => (double)Batch * OutputPixels * Taps * (Channels / Vector<float>.Count + Channels % Vector<float>.Count);

    /// <summary>Whether one window holds every input pixel, in order and with nothing else before them.</summary>
    internal bool IsGlobal => IsWhole(Depth) && IsWhole(Height) && IsWhole(Width);

    private static bool IsWhole(WindowAxis axis) => axis.Output == 1 && axis.PaddingLow == 0 && axis.Kernel == axis.Input && axis.Dilation == 1;
}
