namespace Striate.Kernels.Convolution;

/// <summary>A run of numbers that lie one behind the other both in the source and in the packed weights: neighbouring taps with all their channels.</summary>
internal struct Segment
{
    /// <summary>Floats from the first pixel's source address to the run.</summary>
    public int Source;

    /// <summary>The first row of the packed weights: place of the tap · channels.</summary>
    public int Row;

    /// <summary>Numbers in the run.</summary>
    public int Length;
}
