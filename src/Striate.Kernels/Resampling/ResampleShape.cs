namespace Striate.Kernels.Resampling;

/// <summary>Every number of an enlargement, checked once.</summary>
public readonly record struct ResampleShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <exception cref="ArgumentException">A number is not positive, or the output too large.</exception>
    public ResampleShape(int batch, int channels, ResampleAxis depth, ResampleAxis height, ResampleAxis width)
    {
        ReadOnlySpan<int> sizes = [batch, channels, depth.Input, depth.Factor, height.Input, height.Factor, width.Input, width.Factor];
        foreach (var size in sizes)
            if (size < 1) throw new ArgumentException($"An enlargement needs positive sizes: batch {batch}, channels {channels}, {depth.Input}×{height.Input}×{width.Input} by {depth.Factor}×{height.Factor}×{width.Factor}.");
        var length = (double)batch * channels * depth.Input * depth.Factor * height.Input * height.Factor * width.Input * width.Factor;
        if (length > Array.MaxLength) throw new ArgumentException($"An enlarged map of {length:0} numbers is too large; the most is {Array.MaxLength}.");
        (Batch, Channels, Depth, Height, Width) = (batch, channels, depth, height, width);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>The axis of 3-D problems.</summary>
    public ResampleAxis Depth { get; }

    /// <summary>The axis of 2-D and 3-D problems.</summary>
    public ResampleAxis Height { get; }

    /// <summary>The innermost axis.</summary>
    public ResampleAxis Width { get; }

    /// <summary>Pixels of one input.</summary>
    public int InputPixels => Depth.Input * Height.Input * Width.Input;

    /// <summary>Pixels of one output.</summary>
    public int OutputPixels => Depth.Output * Height.Output * Width.Output;
}
