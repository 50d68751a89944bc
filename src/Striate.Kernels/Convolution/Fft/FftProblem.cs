namespace Striate.Kernels.Convolution.Fft;

/// <summary>A pass as tiles and frequencies, with everything that does not change from task to task.</summary>
/// <remarks>
/// Transformed inputs V lie as [frequency][tile][real parts of all source channels, imaginary parts], products M as [frequency][vector of target channels][tile][real, imaginary],
/// transformed weights U as [frequency][vector of target channels][source channel, for its real part and then for its imaginary part][real, imaginary]: a product of complex
/// numbers is a product of real matrices of twice the size.
/// </remarks>
internal readonly struct FftProblem
{
    // V and M of a chunk, 16 MiB: with the weights of a few frequencies they stay in a third-level cache.
    private const long ChunkFloats = 4 * 1024 * 1024;
    private const int LeastChunkTiles = 24;

    // 128 MiB of transformed weights.
    private const long MostWeights = 32 * 1024 * 1024;

    private static readonly int[] Sizes = [8, 16, 32, 64];

    public FftProblem(in ConvolutionShape shape, bool backward, int lanes)
    {
        Batch = shape.Batch;
        Lanes = lanes;
        Channels = backward ? shape.OutputChannels : shape.InputChannels;
        TargetChannels = backward ? shape.InputChannels : shape.OutputChannels;
        Vectors = (TargetChannels + lanes - 1) / lanes;
        var least = double.PositiveInfinity;
        foreach (var height in Sizes)
        {
            // A row of one tap needs no transform down the columns.
            var rows = FftAxis.Of(shape.Height, backward, shape.Height.Kernel == 1 ? 1 : height);
            foreach (var width in Sizes)
            {
                var columns = FftAxis.Of(shape.Width, backward, width);
                if (rows.Valid < 1 || columns.Valid < 1) continue;
                var frequencies = rows.Size * (columns.Size / 2 + 1);
                if (2L * Channels * 2 * Vectors * lanes * frequencies > MostWeights) continue;
                var tiles = (double)Batch * rows.Tiles * columns.Tiles;
                var cost = CostModel.Fft.Of(Counts(tiles * frequencies, frequencies));
                if (cost >= least) continue;
                (least, Rows, Columns) = (cost, rows, columns);
            }
        }
        Tiles = Batch * Rows.Tiles * Columns.Tiles;
        var perTile = Frequencies * 2L * (Channels + Vectors * lanes);
        ChunkTiles = (int)Math.Min(Tiles, Math.Max(LeastChunkTiles, perTile == 0 ? 0 : ChunkFloats / perTile / 12 * 12));
    }

    /// <summary>Whether windows lie side by side and there is at least a vector of channels on both sides.</summary>
    public static bool Accepts(in ConvolutionShape shape, bool backward, int lanes) =>
        shape.Groups == 1 && shape.InputChannels >= lanes && shape.OutputChannels >= lanes && shape.Depth == WindowAxis.Unit && shape.Height.Stride == 1 && shape.Width.Stride == 1
        && shape.Taps > 1 && shape.OutputPixels > 1 && new FftProblem(shape, backward, lanes).Tiles > 0;

    public int Batch { get; }

    public int Lanes { get; }

    public int Channels { get; }

    public int TargetChannels { get; }

    /// <summary>Vectors of target channels.</summary>
    public int Vectors { get; }

    public FftAxis Rows { get; }

    public FftAxis Columns { get; }

    public int Tiles { get; }

    /// <summary>Tiles whose V and M exist at one time.</summary>
    public int ChunkTiles { get; }

    /// <summary>Frequencies along a row: the others are their conjugates.</summary>
    public int Across => Columns.Size / 2 + 1;

    public int Frequencies => Rows.Size * Across;

    // One cache line more, so that the frequencies of one tile do not all fall into one set of the caches.
    public nint InputStride => (nint)ChunkTiles * 2 * Channels + 16;

    public nint ProductStride => (nint)ChunkTiles * 2 * Vectors * Lanes + 16;

    public nint WeightStride => (nint)Channels * 2 * Vectors * 2 * Lanes + 16;

    /// <summary>Floats of V and M.</summary>
    public long ChunkLength => (long)(InputStride + ProductStride) * Frequencies;

    /// <summary>Floats of one worker's transforms: a tile of frequencies, a row of them, and a row of sources.</summary>
    public long WorkerFloats => (2L * Frequencies + 2L * Across + Columns.Size) * Lanes;

    public CostParts Counts() => Counts((double)Tiles * Frequencies, Frequencies);

    // Four multiply–adds a product of complex numbers; weights are transformed before each use in training.
    private CostParts Counts(double points, double frequencies) =>
        new(points * 4 * Channels * Vectors, points * Channels / Lanes, points * Vectors, frequencies * 4 * Channels * Vectors * Lanes);
}
