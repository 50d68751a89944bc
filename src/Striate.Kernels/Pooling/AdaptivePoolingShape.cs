using Striate.Kernels.Convolution;

namespace Striate.Kernels.Pooling;

/// <summary>Every number of an adaptive pooling problem, checked once.</summary>
public readonly record struct AdaptivePoolingShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <exception cref="ArgumentException">A number is not positive, or a map has more numbers than a span can hold.</exception>
    public AdaptivePoolingShape(int batch, int channels, AdaptiveAxis depth, AdaptiveAxis height, AdaptiveAxis width)
    {
        ReadOnlySpan<int> sizes = [batch, channels, depth.Input, depth.Output, height.Input, height.Output, width.Input, width.Output];
        foreach (var size in sizes)
        {
            if (size < 1)
                throw new ArgumentException($"Adaptive pooling needs positive sizes: batch {batch}, channels {channels}, from {depth.Input}×{height.Input}×{width.Input} to {depth.Output}×{height.Output}×{width.Output}.");
        }
        var most = Math.Max(WindowAxis.Count(batch, channels, depth.Input, height.Input, width.Input), WindowAxis.Count(batch, channels, depth.Output, height.Output, width.Output));
        if (most > Array.MaxLength) throw new ArgumentException($"An adaptive pooling map of {most:0} numbers is too large; the most is {Array.MaxLength}.");
        (Batch, Channels, Depth, Height, Width) = (batch, channels, depth, height, width);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>The axis of 3-D problems.</summary>
    public AdaptiveAxis Depth { get; }

    /// <summary>The axis of 2-D and 3-D problems.</summary>
    public AdaptiveAxis Height { get; }

    /// <summary>The innermost axis.</summary>
    public AdaptiveAxis Width { get; }

    /// <summary>Pixels of one input.</summary>
    public int InputPixels => Depth.Input * Height.Input * Width.Input;

    /// <summary>Pixels of one output.</summary>
    public int OutputPixels => Depth.Output * Height.Output * Width.Output;
}
