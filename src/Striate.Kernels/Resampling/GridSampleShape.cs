namespace Striate.Kernels.Resampling;

/// <summary>Every number of a sampling at given places, checked once.</summary>
public readonly record struct GridSampleShape
{
    /// <summary>Checks and stores the numbers.</summary>
    /// <param name="batch">N.</param>
    /// <param name="channels">C.</param>
    /// <param name="sizes">The map's spatial sizes, 1 to 3 axes, outermost first.</param>
    /// <param name="outputs">Places of an example.</param>
    /// <param name="taps">Pixels read along each axis: 1 (the nearest), 2 (linear) or 4 (cubic).</param>
    /// <exception cref="ArgumentException">A number is not positive, or a map too large.</exception>
    public GridSampleShape(int batch, int channels, ReadOnlySpan<int> sizes, int outputs, int taps)
    {
        var pixels = 1.0;
        foreach (var size in sizes) pixels *= size;
        var valid = batch > 0 && channels > 0 && outputs > 0 && sizes.Length is >= 1 and <= 3 && sizes.IndexOfAnyInRange(int.MinValue, 0) < 0 && taps is 1 or 2 or 4;
        if (!valid || batch * Math.Max(pixels, outputs) * Math.Max(channels, 3) > Array.MaxLength)
            throw new ArgumentException($"A sampling of a batch of {batch} with {channels} channels and {string.Join('×', sizes.ToArray())} pixels at {outputs} places by {taps} taps needs 1 or more of each, 1 to 3 axes, 1, 2 or 4 taps and at most {Array.MaxLength} numbers.");
        (Batch, Channels, Outputs, Taps, Rank) = (batch, channels, outputs, taps, sizes.Length);
        (Depth, Height, Width) = (Rank < 3 ? 1 : sizes[0], Rank < 2 ? 1 : sizes[^2], sizes[^1]);
    }

    /// <summary>N.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>The number of spatial axes.</summary>
    public int Rank { get; }

    /// <summary>Planes, 1 of an axis that is not there.</summary>
    public int Depth { get; }

    /// <summary>Rows, 1 of an axis that is not there.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Places of an example.</summary>
    public int Outputs { get; }

    /// <summary>Pixels read along each axis.</summary>
    public int Taps { get; }

    /// <summary>What lies outside.</summary>
    public GridBorder Border { get; init; }

    /// <summary>Whether −1 and 1 are the centres of the pixels at the border, and not their outer edges.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>Keys' a of the cubic kernel.</summary>
    public float Cubic { get; init; } = -0.75f;

    /// <summary>Pixels of an example's map.</summary>
    public int Pixels => Depth * Height * Width;

    /// <summary>Numbers of the maps.</summary>
    public long InputLength => (long)Batch * Pixels * Channels;

    /// <summary>Numbers of the places.</summary>
    public long GridLength => (long)Batch * Outputs * Rank;

    /// <summary>Numbers of the output.</summary>
    public long OutputLength => (long)Batch * Outputs * Channels;
}
