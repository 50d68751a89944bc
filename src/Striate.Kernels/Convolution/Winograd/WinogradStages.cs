using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>The three stages of a Winograd convolution, each over the part that a task names.</summary>
internal unsafe struct WinogradStages<TVector, TSimd, TTransform> where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    private const int MostFetched = 64;
    private const int TilesAhead = 24;

    public WinogradProblem Problem;
    public float* Source;
    public int SourceStride;
    public float* Weights;
    public OutputMap<TVector, TSimd> Output;

    /// <summary>Floats that one worker's transforms need beside V and M: a patch, half-transformed tiles, and the outputs of a tile.</summary>
    public static long WorkerFloats => (2L * TTransform.Size * TTransform.Size + 2 * TTransform.Tile * TTransform.Tile) * TSimd.Count;

    /// <summary>V of some tiles, products <paramref name="stride"/> floats apart; <paramref name="row"/> is the place of the first tile.</summary>
    public readonly void TransformInput(int tileFrom, int tileTo, int row, float* v, nint stride, float* work)
    {
        var (size, lanes) = (TTransform.Size, TSimd.Count);
        var patch = work;
        var half = work + size * size * lanes;
        for (var tile = tileFrom; tile < tileTo; tile++, row++)
        {
            var (top, left) = Origin(tile, out var example);
            top -= Problem.Top;
            left -= Problem.Left;
            var isInside = top >= 0 && left >= 0 && top + size <= Problem.SourceHeight && left + size <= Problem.SourceWidth;
            FetchAhead(tile);
            var corner = ((long)example * Problem.SourceHeight + top) * Problem.SourceWidth + left;
            for (var c = 0; c < Problem.Channels; c += lanes)
            {
                // The last vector ends with the last channel and may overlap the one before: the same numbers twice cost less than a tail.
                var channel = Math.Min(c, Problem.Channels - lanes);
                var from = Source + corner * SourceStride + channel;
                var (rowStep, columnStep) = ((nint)Problem.SourceWidth * SourceStride, (nint)SourceStride);
                if (!isInside)
                {
                    CopyPatch(from, top, left, patch);
                    from = patch;
                    (rowStep, columnStep) = (size * lanes, lanes);
                }
                WinogradPass<TVector, TSimd, TTransform>.Input(size, from, columnStep, rowStep, half, lanes, size * lanes);
                var to = v + (nint)row * Problem.Channels + channel;
                WinogradPass<TVector, TSimd, TTransform>.Input(size, half, size * lanes, lanes, to, size * stride, stride);
            }
        }
    }

    /// <summary>M of one product for some blocks of columns and all rows of the block.</summary>
    public readonly void Multiply(int product, int blockFrom, int blockTo, int rows, float* v, float* m)
    {
        var columns = Problem.Columns;
        var segment = new Segment { Length = Problem.Channels };
        var source = v + product * Problem.InputStride;
        for (var block = blockFrom; block < blockTo; block++)
        {
            var (first, width) = (columns.First(block), columns.Width(block));
            var weights = Weights + product * Problem.WeightStride + (nint)first * Problem.Channels;
            var target = m + product * Problem.ProductStride + (nint)first * Problem.RowsOfBlock;
            var most = width == TSimd.Count ? TSimd.TallRows : TSimd.WideRows;
            var tiles = (rows + most - 1) / most;
            for (var tile = 0; tile < tiles; tile++)
            {
                var start = (int)((long)rows * tile / tiles);
                var height = (int)((long)rows * (tile + 1) / tiles) - start;
                var left = source + (nint)start * Problem.Channels;
                if (width == TSimd.Count) GatherTile<TVector, TSimd>.RunTall(height, left, Problem.Channels, weights, &segment, 1, target + (nint)start * width, width, streams: false);
                else GatherTile<TVector, TSimd>.RunWide(height, left, Problem.Channels, weights, &segment, 1, target + (nint)start * width, width, streams: false);
            }
        }
    }

    /// <summary>The outputs of some tiles and blocks of columns.</summary>
    public readonly void TransformOutput(int tileFrom, int tileTo, int row, int blockFrom, int blockTo, float* m, float* work)
    {
        var (size, side, lanes, stride, columns) = (TTransform.Size, TTransform.Tile, TSimd.Count, Problem.ProductStride, Problem.Columns);
        var half = work;
        var outputs = work + size * size * lanes;
        for (var tile = tileFrom; tile < tileTo; tile++, row++)
        {
            var (top, left) = Origin(tile, out var example);
            var (rows, across) = (Math.Min(side, Problem.TargetHeight - top), Math.Min(side, Problem.TargetWidth - left));
            var pixel = ((long)example * Problem.TargetHeight + top) * Problem.TargetWidth + left;
            for (var block = blockFrom; block < blockTo; block++)
            {
                var (first, width, valid) = (columns.First(block), columns.Width(block), columns.Valid(block));
                var from = m + (nint)first * Problem.RowsOfBlock + (nint)row * width;
                for (var c = 0; c < width; c += lanes)
                {
                    WinogradPass<TVector, TSimd, TTransform>.Output(size, from + c, stride, size * stride, half, lanes, size * lanes);
                    WinogradPass<TVector, TSimd, TTransform>.Output(side, half, size * lanes, lanes, outputs + c, side * width, width);
                }
                for (var i = 0; i < rows; i++) Output.StoreTile(outputs + i * side * width, width, across, pixel + (long)i * Problem.TargetWidth, 1, first, valid);
            }
        }
    }

    /// <summary>Sums of the outputs of some tiles, just stored.</summary>
    public readonly void TakeMoments(int slot, int tileFrom, int tileTo)
    {
        if (!Output.Moments.AreWanted) return;
        var blocks = stackalloc PixelBlock[tileTo - tileFrom];
        for (var tile = tileFrom; tile < tileTo; tile++)
        {
            var (top, left) = Origin(tile, out var example);
            blocks[tile - tileFrom] = new PixelBlock
            {
                First = ((long)example * Problem.TargetHeight + top) * Problem.TargetWidth + left,
                Rows = Math.Min(TTransform.Tile, Problem.TargetHeight - top),
                Across = Math.Min(TTransform.Tile, Problem.TargetWidth - left),
            };
        }
        Output.Moments.Take(slot, blocks, tileTo - tileFrom, Problem.TargetWidth, 0, Problem.Columns.Columns);
    }

    /// <summary>The first output pixel of a tile.</summary>
    public readonly (int Top, int Left) Origin(int tile, out int example)
    {
        var across = tile % Problem.TilesAcross;
        var down = tile / Problem.TilesAcross % Problem.TilesDown;
        example = tile / Problem.TilesAcross / Problem.TilesDown;
        return (down * TTransform.Tile, across * TTransform.Tile);
    }

    // Few channels: the map sets the pace, not the products. In the order of memory, a tile's share of it some rows of tiles ahead.
    private readonly void FetchAhead(int tile)
    {
        if (Problem.Channels > MostFetched) return;
        var share = (long)Problem.Batch * Problem.SourceHeight * Problem.SourceWidth / Problem.Tiles * SourceStride;
        var from = Source + (tile + TilesAhead) * share;
        for (var i = 0; i < share; i += 16) Prefetch.Near(from + i);
    }

    // A vector of channels of the tile's inputs with zeros where the source has ended.
    private readonly void CopyPatch(float* from, int top, int left, float* patch)
    {
        var size = TTransform.Size;
        for (var i = 0; i < size; i++)
        {
            var hasRow = (uint)(top + i) < (uint)Problem.SourceHeight;
            for (var j = 0; j < size; j++, patch += TSimd.Count)
            {
                var exists = hasRow && (uint)(left + j) < (uint)Problem.SourceWidth;
                TSimd.Store(patch, exists ? TSimd.Load(from + ((nint)i * Problem.SourceWidth + j) * SourceStride) : TSimd.Zero);
            }
        }
    }
}
