namespace Striate.Kernels.Convolution.Winograd;

/// <summary>A 3×3 pass as tiles and products, with everything that does not change from task to task.</summary>
/// <remarks>
/// Backward data is the same gather with the taps turned and the channels exchanged. Transformed inputs V lie as [product][tile][source channel],
/// products M as [product][block of columns][tile][lane], transformed weights U as [product][block of columns][source channel][lane].
/// </remarks>
internal readonly struct WinogradProblem
{
    // Two register tiles of 12 rows; with 64 channels on both sides the block and the weights of two vectors of columns fit the second-level cache (1 MB).
    // One vector of columns takes tiles of 16 rows, and less room: measured best of 24, 32, 48 and 96.
    private const int BlockTiles = 24;
    private const int NarrowBlockTiles = 48;

    // Fewer blocks than this leave cores without work: then the three stages run one after the other over all tiles, each cut by products or tiles.
    private const int WantedBlocks = 16;

    public WinogradProblem(in ConvolutionShape shape, bool backward, int lanes, int tile, int size)
    {
        Batch = shape.Batch;
        (SourceHeight, SourceWidth) = backward ? (shape.Height.Output, shape.Width.Output) : (shape.Height.Input, shape.Width.Input);
        (TargetHeight, TargetWidth) = backward ? (shape.Height.Input, shape.Width.Input) : (shape.Height.Output, shape.Width.Output);
        (Top, Left) = backward ? (2 - shape.Height.PaddingLow, 2 - shape.Width.PaddingLow) : (shape.Height.PaddingLow, shape.Width.PaddingLow);
        Channels = backward ? shape.OutputChannels : shape.InputChannels;
        Columns = new ColumnBlocks(backward ? shape.InputChannels : shape.OutputChannels, lanes);
        (TilesDown, TilesAcross) = ((TargetHeight + tile - 1) / tile, (TargetWidth + tile - 1) / tile);
        Tiles = Batch * TilesDown * TilesAcross;
        Products = size * size;
        RowsOfBlock = Columns.Vectors == 1 ? NarrowBlockTiles : BlockTiles;
        Blocks = (Tiles + RowsOfBlock - 1) / RowsOfBlock;
        IsFused = Blocks >= WantedBlocks;
        if (!IsFused) (Blocks, RowsOfBlock) = (1, Tiles);
    }

    /// <summary>Whether the pass is one of 3×3 windows side by side, with at least a vector of channels on both sides.</summary>
    public static bool Accepts(in ConvolutionShape shape, bool backward, int lanes) =>
        shape.Groups == 1 && shape.InputChannels >= lanes && shape.OutputChannels >= lanes && shape.Depth == WindowAxis.Unit
        && IsPlain(shape.Height, backward) && IsPlain(shape.Width, backward);

    public int Batch { get; }

    public int SourceHeight { get; }

    public int SourceWidth { get; }

    public int TargetHeight { get; }

    public int TargetWidth { get; }

    /// <summary>Rows of zeros before the source.</summary>
    public int Top { get; }

    public int Left { get; }

    public int Channels { get; }

    public ColumnBlocks Columns { get; }

    public int TilesDown { get; }

    public int TilesAcross { get; }

    public int Tiles { get; }

    /// <summary>Products of a tile: 36 or 16.</summary>
    public int Products { get; }

    /// <summary>Whether a task takes a block of tiles through all stages.</summary>
    public bool IsFused { get; }

    public int Blocks { get; }

    /// <summary>Tiles whose V and M exist at one time.</summary>
    public int RowsOfBlock { get; }

    // One cache line more, so that the products of one tile do not all fall into one set of the first-level cache.
    public nint InputStride => (nint)RowsOfBlock * Channels + 16;

    public nint ProductStride => (nint)RowsOfBlock * Columns.Padded + 16;

    // The same for U: without it the 36 streams of a packing thread would share one set.
    public nint WeightStride => (nint)Channels * Columns.Padded + 16;

    /// <summary>Floats of V and M of one block.</summary>
    public long BlockFloats => (InputStride + ProductStride) * Products;

    private static bool IsPlain(WindowAxis axis, bool backward) =>
        axis is { Kernel: 3, Stride: 1, Dilation: 1 } && (!backward || axis.PaddingLow <= 2);
}
