namespace Striate.Kernels.Convolution;

/// <summary>The constants of each family of kernels, and how register tiles fill the multipliers.</summary>
/// <remarks>
/// Fitted by <c>benchmarks/Striate.Benchmarks fit</c> to the times of all candidates on 62 problems (Zen 5, 512 bits, 2 threads; least squares of relative errors, no constant
/// below 0), with weights and outputs in memory and inputs in the caches, as in a network. <c>benchmarks/results</c> has the table and how often the model finds the fastest.
/// Other widths use the same constants: their unit is a vector's multiply–add, whatever its width.
/// </remarks>
internal static class CostModel
{
    public static CostConstants Gather { get; } = new(1.06, 9.5, 44, 0.53, 122_000);

    public static CostConstants Flat { get; } = new(1.07, 0, 20, 0.57, 82_000);

    public static CostConstants Toeplitz { get; } = new(1.06, 9.5, 44, 0.53, 122_000);

    public static CostConstants Grouped { get; } = new(1.2, 2.5, 8, 0, 0);

    public static CostConstants GroupedWeights { get; } = new(1.2, 2.5, 8, 4, 0);

    public static CostConstants Winograd4 { get; } = new(1.12, 21.6, 26.6, 0.52, 118_000);

    public static CostConstants Winograd2 { get; } = new(1.15, 13.6, 20, 0.2, 287_000);

    public static CostConstants Depthwise { get; } = new(1.5, 17, 18, 5, 0);

    public static CostConstants Outer { get; } = new(1.25, 18.4, 1.5, 3.3, 196_000);

    public static CostConstants WinogradWeights { get; } = new(1.62, 31.6, 23.8, 1.9, 140_000);

    public static CostConstants DepthwiseWeights { get; } = new(6.2, 1.8, 0, 13, 43_000);

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
