namespace Striate.Kernels.Convolution;

/// <summary>The constants of each family of kernels, and how register tiles fill the multipliers.</summary>
/// <remarks>
/// Fitted by <c>benchmarks/Striate.Benchmarks fit</c> to the times of all candidates on 64 problems (Zen 5, 512 bits, 2 threads; least squares of relative errors, no constant
/// below 0), with weights and outputs in memory and inputs in the caches, as in a network. <c>benchmarks/results</c> has the table and how often the model finds the fastest.
/// Other widths use the same constants: their unit is a vector's multiply–add, whatever its width.
/// </remarks>
internal static class CostModel
{
    public static CostConstants Gather { get; } = new(1.06, 6.5, 33.6, 0.55, 93_000);

    public static CostConstants Flat { get; } = new(1.09, 0, 19.5, 0.39, 56_000);

    public static CostConstants Toeplitz { get; } = new(1.08, 0, 46.7, 0, 258_000);

    public static CostConstants Grouped { get; } = new(0.18, 15, 32.2, 0, 333_000);

    public static CostConstants GroupedWeights { get; } = new(0.37, 13, 56.5, 95.18, 382_000);

    public static CostConstants Winograd4 { get; } = new(1.1, 16.4, 28.3, 0.5, 129_000);

    public static CostConstants Winograd2 { get; } = new(1.1, 11.9, 23.9, 0.23, 222_000);

    // Not fitted: set from nine problems so that what is chosen is also faster while the machine's caches are busy with others' work, which slows transforms to less than half.
    public static CostConstants Fft { get; } = new(1.1, 120, 120, 1, 150_000);

    public static CostConstants FftWeights { get; } = new(1.2, 120, 170, 3, 150_000);

    public static CostConstants Depthwise { get; } = new(2.25, 11.1, 18.8, 0, 0);

    public static CostConstants Outer { get; } = new(1.24, 6.2, 1.9, 3.27, 137_000);

    // Not fitted: set so that six measured problems (128 × 84 to 10, 9216 to 4096 at batch 1) go to this kernel, which took 0.11 to 0.68 of the outer kernel's time.
    public static CostConstants DenseWeights { get; } = new(1.1, 0, 0, 2, 20_000);

    public static CostConstants WinogradWeights { get; } = new(1.78, 20.3, 26.5, 1.78, 113_000);

    public static CostConstants DepthwiseWeights { get; } = new(4.93, 2.4, 7.8, 0, 297_000);

    // A tile's sums are chains of multiply–adds: two a cycle with a latency of four keep eight of them busy.
    private const int BusyChains = 8;

    /// <summary>Multiply–adds, with the empty places of short tiles, for one step of the inner loop over a run of rows and all blocks of columns.</summary>
    public static double Tiles(int rows, ColumnBlocks columns, int tallRows, int wideRows)
    {
        var wide = columns.Vectors / 2;
        return wide * Run(rows, wideRows, 2) + (columns.Vectors - 2 * wide) * Run(rows, tallRows, 1);
    }

    private static double Run(int rows, int most, int vectors)
    {
        var tiles = (rows + most - 1) / most;
        var height = (double)rows / tiles;
        // Beside the multiply–adds a tile loads its columns and a number a row, two a cycle too.
        return tiles * Math.Max(Math.Max(height * vectors, height + vectors), BusyChains);
    }
}
