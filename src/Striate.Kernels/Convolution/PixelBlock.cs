namespace Striate.Kernels.Convolution;

/// <summary>Rows of neighbouring pixels of a map, one below the other.</summary>
internal struct PixelBlock
{
    public long First;
    public int Rows;
    public int Across;
}
