namespace Striate.Kernels.Convolution.Winograd;

/// <summary>Where a chunk's transformed inputs and output gradients, the sums of all products, and the sums of biases lie in scratch memory.</summary>
internal readonly struct WinogradWeightsLayout
{
    // 8 MB of transforms: with the weights' sums and the maps they stay in a third-level cache.
    private const int ChunkFloats = 2 * 1024 * 1024;

    /// <summary>Tiles of a chunk are transformed in as many groups, each with a sum of biases of its own: their order does not depend on threads.</summary>
    public const int Groups = 16;

    public WinogradWeightsLayout(in WinogradProblem problem)
    {
        var (channels, columns) = (problem.Channels, problem.Columns.Padded);
        ChunkTiles = Math.Min(problem.Tiles, Math.Max(48, ChunkFloats / problem.Products / (channels + columns)));
        // A cache line more keeps the products of a tile from falling into one set of the first-level cache.
        InputStride = (nint)ChunkTiles * channels / 16 * 16 + 32;
        GradientStride = (nint)ChunkTiles * columns + 16;
        SumStride = (nint)channels * columns;
        Gradients = InputStride * problem.Products;
        Sums = Gradients + GradientStride * problem.Products;
        Biases = Sums + SumStride * problem.Products;
        Length = Biases + (long)Groups * columns;
    }

    public int ChunkTiles { get; }

    public nint InputStride { get; }

    public nint GradientStride { get; }

    public nint SumStride { get; }

    public nint Gradients { get; }

    public nint Sums { get; }

    public nint Biases { get; }

    public long Length { get; }
}
