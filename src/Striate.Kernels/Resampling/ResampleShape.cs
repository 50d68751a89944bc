namespace Striate.Kernels.Resampling;

/// <summary>Every number of a resampling, checked once.</summary>
public sealed class ResampleShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <exception cref="ArgumentException">A number is not positive, or a map too large.</exception>
    public ResampleShape(int batch, int channels, ResampleTable depth, ResampleTable height, ResampleTable width)
    {
        ArgumentNullException.ThrowIfNull(depth);
        ArgumentNullException.ThrowIfNull(height);
        ArgumentNullException.ThrowIfNull(width);
        if (batch < 1 || channels < 1) throw new ArgumentException($"A resampling needs 1 or more examples and channels, not {batch} and {channels}.");
        var length = (double)batch * channels * Math.Max(depth.Input, depth.Output) * Math.Max(height.Input, height.Output) * Math.Max(width.Input, width.Output);
        if (length > Array.MaxLength) throw new ArgumentException($"A resampled map of {length:0} numbers is too large; the most is {Array.MaxLength}.");
        (Batch, Channels, Depth, Height, Width) = (batch, channels, depth, height, width);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>The axis of 3-D problems.</summary>
    public ResampleTable Depth { get; }

    /// <summary>The axis of 2-D and 3-D problems.</summary>
    public ResampleTable Height { get; }

    /// <summary>The innermost axis.</summary>
    public ResampleTable Width { get; }

    /// <summary>Pixels of one input.</summary>
    public int InputPixels => Depth.Input * Height.Input * Width.Input;

    /// <summary>Pixels of one output.</summary>
    public int OutputPixels => Depth.Output * Height.Output * Width.Output;

    /// <summary>The problem of the backward pass.</summary>
    public ResampleShape Transposed() => new(Batch, Channels, Depth.Transposed(), Height.Transposed(), Width.Transposed());

    // Depth goes first where it shrinks the map, so that what lies between the passes is small.
    internal bool DepthFirst => Depth.Output <= Depth.Input;

    internal long Between => Depth.IsIdentity ? 0 : (long)Batch * Channels * (DepthFirst ? (long)Depth.Output * Height.Input * Width.Input : (long)Depth.Input * Height.Output * Width.Output);
}
