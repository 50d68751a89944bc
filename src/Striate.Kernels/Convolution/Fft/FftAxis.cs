namespace Striate.Kernels.Convolution.Fft;

/// <summary>How the targets along an axis fall into tiles: a tile of n sources gives n − extent + 1 targets, and neighbours overlap (overlap-save).</summary>
/// <param name="Size">Sources of a tile, a power of two.</param>
/// <param name="Valid">Targets of a tile.</param>
/// <param name="Tiles">Tiles along the axis.</param>
/// <param name="Sources">Numbers of the source.</param>
/// <param name="Targets">Numbers of the target.</param>
/// <param name="Low">Zeros before the source.</param>
/// <param name="Taps">Taps of the kernel.</param>
/// <param name="Dilation">Numbers from one tap to the next.</param>
internal readonly record struct FftAxis(int Size, int Valid, int Tiles, int Sources, int Targets, int Low, int Taps, int Dilation)
{
    /// <summary>The axis in tiles of a size; <c>Valid</c> is 0 or less if the kernel does not fit.</summary>
    public static FftAxis Of(WindowAxis axis, bool backward, int size)
    {
        var valid = size - axis.Extent + 1;
        var targets = backward ? axis.Input : axis.Output;
        return new FftAxis(size, valid, valid < 1 ? 0 : (targets + valid - 1) / valid, backward ? axis.Output : axis.Input, targets,
            backward ? axis.Extent - 1 - axis.PaddingLow : axis.PaddingLow, axis.Kernel, axis.Dilation);
    }
}
