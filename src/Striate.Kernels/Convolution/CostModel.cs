namespace Striate.Kernels.Convolution;

/// <summary>The constants of each family of kernels, and how register tiles fill the multipliers.</summary>
/// <remarks>
/// Fitted by <c>benchmarks/Striate.Benchmarks fit</c> to measured times of all candidates (512 bits, 2 threads; least squares of relative errors, no constant below 0);
/// <c>benchmarks/results</c> has the table and how often the model finds the fastest. Other widths use the same constants: they are in multiply–adds of a vector.
/// </remarks>
internal static class CostModel
{
    public static CostConstants Gather { get; } = new(1, 0, 0, 1.2, 0);

    public static CostConstants Flat { get; } = new(0.9, 0, 0, 1.2, 0);

    public static CostConstants Toeplitz { get; } = new(1.06, 9.5, 44, 0.53, 122_000);

    public static CostConstants Grouped { get; } = new(1.2, 2.5, 8, 0, 0);

    public static CostConstants GroupedWeights { get; } = new(1.2, 2.5, 8, 4, 0);

    public static CostConstants Winograd4 { get; } = new(1, 11, 8, 1.2, 0);

    public static CostConstants Winograd2 { get; } = new(1, 11, 8, 1.2, 0);

    public static CostConstants Depthwise { get; } = new(1.3, 4, 4, 0, 0);

    public static CostConstants Outer { get; } = new(1, 0, 0, 4, 0);

    public static CostConstants WinogradWeights { get; } = new(1, 14, 11, 0.5, 0);

    public static CostConstants DepthwiseWeights { get; } = new(1.3, 4, 4, 0, 0);

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
