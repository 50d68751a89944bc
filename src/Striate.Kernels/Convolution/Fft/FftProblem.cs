namespace Striate.Kernels.Convolution.Fft;

/// <summary>A pass as tiles and frequencies, with everything that does not change from task to task.</summary>
/// <remarks>
/// Transformed inputs V lie as [frequency][tile][real parts of all source channels, imaginary parts], products M as [frequency][vector of target channels][tile][real, imaginary],
/// transformed weights U as [frequency][vector of target channels][source channel, for its real part and then for its imaginary part][real, imaginary]: a product of complex
/// numbers is a product of real matrices of twice the size. The sizes of a tile are those of the lowest cost.
/// </remarks>
internal readonly struct FftProblem
{
    // Transforms of a chunk, 8 MiB: measured best of 4 to 128.
    private const long ChunkFloats = 2 * 1024 * 1024;
    private const int LeastChunkTiles = 24;

    // 40 MiB of transformed weights, or of their sums.
    private const long MostWeights = 10 * 1024 * 1024;

    // A tile of a worker stays in the second-level cache, and on the stack of a thread that packs weights.
    private const int MostOfTile = 64 * 64;

    private static readonly int[] Sizes = [8, 16, 32, 64, 128, 256];

    private readonly FftPass _pass;
    private readonly int _lanes;

    public FftProblem(in ConvolutionShape shape, FftPass pass, int lanes)
    {
        (_pass, _lanes) = (pass, lanes);
        var isBackward = pass == FftPass.BackwardData;
        Batch = shape.Batch;
        (Channels, TargetChannels) = isBackward ? (shape.OutputChannels, shape.InputChannels) : (shape.InputChannels, shape.OutputChannels);
        Vectors = (TargetChannels + lanes - 1) / lanes;
        var least = double.PositiveInfinity;
        foreach (var height in Sizes)
        {
            // A row of one tap needs no transform down the columns.
            var rows = FftAxis.Of(shape.Height, isBackward, shape.Height.Kernel == 1 ? 1 : height);
            foreach (var width in Sizes)
            {
                var columns = FftAxis.Of(shape.Width, isBackward, width);
                var frequencies = rows.Size * (columns.Size / 2 + 1);
                if (rows.Valid < 1 || columns.Valid < 1 || rows.Size * columns.Size > MostOfTile || WeightFloats * frequencies > MostWeights) continue;
                var cost = Constants.Of(Counts((double)Batch * rows.Tiles * columns.Tiles, frequencies));
                if (cost >= least) continue;
                (least, Rows, Columns) = (cost, rows, columns);
            }
        }
        Tiles = Batch * Rows.Tiles * Columns.Tiles;
        ChunkTiles = (int)Math.Min(Tiles, TilesOfChunk(Frequencies));
    }

    /// <summary>Whether windows lie side by side and there is at least a vector of channels on both sides.</summary>
    public static bool Accepts(in ConvolutionShape shape, FftPass pass, int lanes) =>
        shape.Groups == 1 && shape.InputChannels >= lanes && shape.OutputChannels >= lanes && shape.Depth == WindowAxis.Unit && shape.Height.Stride == 1 && shape.Width.Stride == 1
        && shape.Taps > 1 && shape.OutputPixels > 1 && new FftProblem(shape, pass, lanes).Tiles > 0;

    public int Batch { get; }

    public int Channels { get; }

    public int TargetChannels { get; }

    /// <summary>Vectors of target channels.</summary>
    public int Vectors { get; }

    public FftAxis Rows { get; }

    public FftAxis Columns { get; }

    public int Tiles { get; }

    /// <summary>Tiles whose transforms exist at one time.</summary>
    public int ChunkTiles { get; }

    /// <summary>Frequencies of a tile; of those along a row half are the others' conjugates.</summary>
    public int Frequencies => Rows.Size * (Columns.Size / 2 + 1);

    // One cache line more, so that the frequencies of one tile do not all fall into one set of the caches.
    public nint InputStride => (nint)ChunkTiles * 2 * Channels + 16;

    public nint ProductStride => (nint)ChunkTiles * 2 * Vectors * _lanes + 16;

    public nint GradientStride => (nint)ChunkTiles * 4 * Vectors * _lanes + 16;

    public nint WeightStride => (nint)Channels * 4 * Vectors * _lanes + 16;

    public nint SumStride => (nint)Channels * 2 * Vectors * _lanes + 16;

    /// <summary>Floats of U.</summary>
    public long WeightLength => (long)WeightStride * Frequencies;

    /// <summary>Floats of V and M, or of V, D and the sums.</summary>
    public long ChunkLength => (long)(InputStride + (_pass == FftPass.BackwardWeights ? GradientStride + SumStride : ProductStride)) * Frequencies;

    /// <summary>Floats of one worker's transforms: a tile of frequencies, a row of them, and a row of numbers.</summary>
    public long WorkerFloats => ((Rows.Size + 1L) * (Columns.Size + 2) + Columns.Size) * _lanes;

    /// <summary>What transforms there and back multiply by, undone: twice in each of both along rows.</summary>
    public float Scale => 1f / (4 * Rows.Size * Columns.Size);

    /// <summary>The first target of a tile.</summary>
    public (int Top, int Left, int Example) Origin(int tile) =>
        (tile / Columns.Tiles % Rows.Tiles * Rows.Valid, tile % Columns.Tiles * Columns.Valid, tile / Columns.Tiles / Rows.Tiles);

    public CostParts Counts() => Counts(Tiles, Frequencies);

    private CostConstants Constants => _pass == FftPass.BackwardWeights ? CostModel.FftWeights : CostModel.Fft;

    private long WeightFloats => (long)Channels * Vectors * _lanes * (_pass == FftPass.BackwardWeights ? 2 : 4);

    private long TilesOfChunk(int frequencies) =>
        Math.Max(LeastChunkTiles, ChunkFloats / Math.Max(1, frequencies * (2L * Channels + (_pass == FftPass.BackwardWeights ? 4L : 2L) * Vectors * _lanes)) / 12 * 12);

    // Four multiply–adds a product of complex numbers. Weights, or their sums, pass through memory once a chunk, and once more when they are transformed.
    private CostParts Counts(double tiles, int frequencies) =>
        new(tiles * frequencies * 4 * Channels * Vectors, tiles * frequencies * Channels / _lanes, tiles * frequencies * Vectors,
            (double)WeightFloats * frequencies * (1 + Math.Ceiling(tiles / TilesOfChunk(frequencies))));
}
