namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>A source pixel that a tile reads, and the weights that it meets there.</summary>
internal struct DepthwiseTap
{
    /// <summary>Floats from the base of the target's row, for the first target of its phase.</summary>
    public nint Source;

    /// <summary>Place of the weight in the line that reads the pixel, or in the first of two.</summary>
    public int Weight;

    /// <summary>Place of the weight in the second line, if both read the pixel.</summary>
    public int NextWeight;

    /// <summary>Pixels along the row from the target's own.</summary>
    public int Offset;
}
