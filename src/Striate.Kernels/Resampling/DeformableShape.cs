using Striate.Kernels.Convolution;

namespace Striate.Kernels.Resampling;

/// <summary>Every number of a deformable sampling, checked once.</summary>
public readonly record struct DeformableShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <exception cref="ArgumentException">A number is not positive, or a map too large.</exception>
    public DeformableShape(int batch, int channels, WindowAxis height, WindowAxis width, int groups = 1)
    {
        var length = (double)batch * Math.Max(channels, 2.0 * groups) * Math.Max((double)height.Input * width.Input, (double)height.Output * width.Output * height.Kernel * width.Kernel);
        if (Math.Min(Math.Min(batch, channels), Math.Min(height.Output, width.Output)) < 1 || groups < 1 || channels % groups != 0 || length > Array.MaxLength)
            throw new ArgumentException($"A deformable sampling of a batch of {batch} with {channels} channels, {height} and {width}, needs 1 or more of each and at most {Array.MaxLength} numbers.");
        (Batch, Channels, Height, Width, Groups) = (batch, channels, height, width, groups);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>The windows along the rows.</summary>
    public WindowAxis Height { get; }

    /// <summary>The windows along the columns.</summary>
    public WindowAxis Width { get; }

    /// <summary>The runs of channels that have offsets of their own.</summary>
    public int Groups { get; }

    /// <summary>Taps of a window.</summary>
    public int Taps => Height.Kernel * Width.Kernel;

    /// <summary>Numbers of the map.</summary>
    public long InputLength => (long)Batch * Height.Input * Width.Input * Channels;

    /// <summary>Numbers of the offsets: a row and a column for each tap of each group and output.</summary>
    public long OffsetsLength => 2 * MaskLength;

    /// <summary>Numbers of the mask: one for each tap of each group and output.</summary>
    public long MaskLength => (long)Batch * Height.Output * Width.Output * Groups * Taps;

    /// <summary>Numbers of the output.</summary>
    public long OutputLength => (long)Batch * Height.Output * Width.Output * Taps * Channels;
}
