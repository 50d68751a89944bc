using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Neighbouring target pixels, rows × columns, whose channels are taken for the columns of one product.</summary>
/// <remarks>
/// Few target channels fill a fraction of a vector. A block of pixels fills it: each source element that any of them reads is a row of the product, and its weights are those
/// of the tap through which each pixel reads it, or zero (a Toeplitz matrix). Two pixels of a 5-tap row read 6 elements: 12 products a vector, not 2 × 5 with half of it empty.
/// A block as wide as the stride of a backward pass holds all phases.
/// </remarks>
internal readonly record struct TargetBlock(int Rows, int Columns)
{
    private const int MostRows = 6;

    // A tile of fewer sums than this waits for the latency of its multiply–adds: 4 cycles, two a cycle.
    private const int LeastSums = 8;

    /// <summary>Every pixel by itself.</summary>
    public static TargetBlock One => new(1, 1);

    /// <summary>The number of pixels.</summary>
    public int Pixels => Rows * Columns;

    /// <summary>The gather of blocks along an axis: one window for each block, over all elements that its pixels read.</summary>
    public static AxisGather Axis(AxisGather axis, int pixels)
    {
        if (pixels == 1) return axis;
        var (least, most) = axis.Offsets();
        // The first pixels are one a phase; those that follow read the same elements one step on.
        most += (pixels / axis.Phases - 1) * axis.SourceStep;
        var (count, stride, taps) = ((axis.TargetSize + pixels - 1) / pixels, pixels / axis.Phases * axis.SourceStep, most - least + 1);
        return new AxisGather(new WindowAxis(axis.SourceSize, taps, stride, 1, -least, (count - 1) * stride + taps - axis.SourceSize + least), backward: false);
    }

    /// <summary>The block with the lowest cost; <see cref="One"/> where blocks win nothing.</summary>
    public static TargetBlock Best<TVector, TSimd>(in ConvolutionShape shape, bool backward) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (best, lowest) = (One, One.Cost<TVector, TSimd>(shape, backward));
        var channels = backward ? shape.InputChannels : shape.OutputChannels;
        for (var rows = 1; rows <= MostRows && rows * channels <= 2 * TSimd.Count; rows++)
        {
            // As many columns as fill one vector, or two.
            for (var vectors = 1; vectors <= 2; vectors++)
            {
                var block = new TargetBlock(rows, Whole(vectors * TSimd.Count / channels / rows, shape.Width, backward));
                if (!block.Fits(shape, backward)) continue;
                var cost = block.Cost<TVector, TSimd>(shape, backward);
                if (cost < lowest) (best, lowest) = (block, cost);
            }
        }
        return best;
    }

    /// <summary>Multiply–adds of a vector, the empty ones and the waiting counted.</summary>
    public double Cost<TVector, TSimd>(in ConvolutionShape shape, bool backward) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (depth, height, width) = (new AxisGather(shape.Depth, backward), Axis(new AxisGather(shape.Height, backward), Rows), Axis(new AxisGather(shape.Width, backward), Columns));
        var (sources, targets) = backward ? (shape.OutputChannels, shape.InputChannels) : (shape.InputChannels, shape.OutputChannels);
        var vectors = (targets * Pixels + TSimd.Count - 1) / TSimd.Count;
        var most = vectors == 1 ? TSimd.TallRows : TSimd.WideRows;
        var along = (width.TargetSize + width.Phases - 1) / width.Phases;
        var tiles = (along + most - 1) / most;
        // One vector of columns is fed by a load for each multiply–add.
        var sums = Math.Max(LeastSums, vectors == 1 ? 1.06 * along / tiles + 1 : (double)vectors * along / tiles);
        var rows = (double)shape.Batch * depth.TargetSize * height.TargetSize;
        var taps = (double)depth.Taps / depth.Phases * height.Taps / height.Phases * width.Taps;
        // A tile's sums go to the output through memory, pixel row by pixel row.
        return rows * tiles * width.Phases * (taps * sources * sums + 4.0 * along / tiles * Rows * vectors);
    }

    private static int Whole(int columns, WindowAxis axis, bool backward)
    {
        var gather = new AxisGather(axis, backward);
        columns = Math.Min(columns, gather.TargetSize);
        return columns >= gather.Phases ? columns / gather.Phases * gather.Phases : 1;
    }

    // Along a row a block holds each phase equally often; rows of one phase can be blocks of their own.
    private bool Fits(in ConvolutionShape shape, bool backward)
    {
        var (height, width) = (new AxisGather(shape.Height, backward), new AxisGather(shape.Width, backward));
        return (Rows == 1 || Rows % height.Phases == 0 && Rows <= height.TargetSize) && Columns % width.Phases == 0 && Columns <= width.TargetSize;
    }
}
