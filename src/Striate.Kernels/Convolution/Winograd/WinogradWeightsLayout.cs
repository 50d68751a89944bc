namespace Striate.Kernels.Convolution.Winograd;

/// <summary>Where a chunk's transformed inputs and output gradients, the sums of all products, and the sums of biases lie in scratch memory.</summary>
internal readonly struct WinogradWeightsLayout
{
    // 8 MB of transforms: with the weights' sums and the maps they stay in a third-level cache.
    private const int ChunkFloats = 2 * 1024 * 1024;

    // A part of the weights whose sums over all products (432 KB) stay in the second-level cache.
    private const int PartRows = 48;
    private const int PartBlocks = 2;
    private const int WantedParts = 16;
    private const int FusedFloats = 6 * 1024 * 1024;

    // A vector of channels on both sides: a group's sums of all products and the transforms of a block of tiles stay in the second-level cache, and 16 groups of sums are soon added up.
    private const int LocalFloats = 160 * 1024;
    private const int LocalTiles = 48;

    /// <summary>Tiles of a chunk are transformed in as many groups, each with a sum of biases of its own: their order does not depend on threads.</summary>
    public const int Groups = 16;

    public WinogradWeightsLayout(in WinogradProblem problem)
    {
        var (channels, columns) = (problem.Channels, problem.Columns.Padded);
        Columns = (problem.Columns.Count + PartBlocks - 1) / PartBlocks;
        Rows = (channels + PartRows - 1) / PartRows;
        var perTile = problem.Products * (channels + columns);
        IsFused = Rows * Columns >= WantedParts && (long)problem.Tiles * perTile <= FusedFloats;
        IsLocal = !IsFused && problem.Tiles >= Groups * LocalTiles && (long)Groups * channels * columns * problem.Products <= LocalFloats;
        ChunkTiles = IsFused || IsLocal ? problem.Tiles : Math.Min(problem.Tiles, Math.Max(48, ChunkFloats / perTile));
        BlockTiles = IsLocal ? LocalTiles : ChunkTiles;
        // A cache line more keeps the products of a tile from falling into one set of the first-level cache.
        InputStride = (nint)BlockTiles * channels / 16 * 16 + 32;
        GradientStride = (nint)BlockTiles * columns + 16;
        SumStride = (nint)channels * columns;
        Gradients = InputStride * problem.Products;
        BlockFloats = Gradients + GradientStride * problem.Products;
        Sums = IsLocal ? 0 : BlockFloats;
        Biases = Sums + (IsFused ? 0 : SumStride * problem.Products * (IsLocal ? Groups : 1));
        Length = Biases + (long)Groups * columns;
    }

    /// <summary>Whether tasks are parts of the weights, multiplied and transformed back at once: few tiles and many channels, where the sums of all products would fill the memory.</summary>
    public bool IsFused { get; }

    /// <summary>Whether a task takes its group of tiles through all products, block by block, into sums of its own: few channels, where transforms of many tiles would pass through slower caches.</summary>
    public bool IsLocal { get; }

    /// <summary>Tiles whose transforms exist at one time.</summary>
    public int BlockTiles { get; }

    /// <summary>Floats of their transforms, of inputs and then of output gradients.</summary>
    public nint BlockFloats { get; }

    /// <summary>Parts of the weights along the input channels.</summary>
    public int Rows { get; }

    /// <summary>Parts along the output channels.</summary>
    public int Columns { get; }

    public int ChunkTiles { get; }

    public nint InputStride { get; }

    public nint GradientStride { get; }

    public nint SumStride { get; }

    public nint Gradients { get; }

    public nint Sums { get; }

    public nint Biases { get; }

    public long Length { get; }

    /// <summary>Floats of one worker beside its transforms: the sums of a part of the weights, or the transforms of a block of tiles.</summary>
    public long WorkerFloats(in WinogradProblem problem) => Math.Max(PartFloats(problem), IsLocal ? BlockFloats : 0);

    /// <summary>Floats of the sums of one part.</summary>
    private static long PartFloats(in WinogradProblem problem) => (long)problem.Products * PartRows * PartBlocks * problem.Columns.Width(0);
}
