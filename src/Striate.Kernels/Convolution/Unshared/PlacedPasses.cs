using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Unshared;

/// <summary>The three passes of <see cref="PlacedConvolution"/> for one width of vectors: their scratch memory and grids.</summary>
internal static unsafe class PlacedPasses<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Tasks that keep a few threads busy; more pieces than that gain nothing.
    private const int Tasks = 32;

    public static long ScratchLength(in UnsharedShape shape, int workers)
    {
        var windows = shape.Windows;
        var inputs = LaneMap<TVector, TSimd>.Length(windows.Batch, windows.InputPixels, windows.InputChannels);
        var outputs = LaneMap<TVector, TSimd>.Length(windows.Batch, windows.OutputPixels, windows.OutputChannels);
        return inputs + outputs + workers * WorkerLength(shape);
    }

    public static void Forward(in UnsharedShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, WorkerPool pool)
    {
        var windows = shape.Windows;
        var pixels = windows.OutputPixels;
        var rowTiles = (windows.GroupOutputChannels + TSimd.TallRows - 1) / TSimd.TallRows;
        var chunk = Math.Max(1, pixels / Tasks);
        fixed (float* from = x, w = weights, b = bias, to = y, lanes = scratch)
        {
            LaneMap<TVector, TSimd>.Fill(from, windows.Batch, windows.InputPixels, windows.InputChannels, lanes, pool);
            var grid = new PlacedForwardGrid<TVector, TSimd>
            {
                Shape = shape,
                Input = lanes,
                Weights = w,
                Bias = bias.IsEmpty ? null : b,
                Output = to,
                Chunk = chunk,
                RowParts = pixels >= Tasks ? 1 : Math.Min(rowTiles, (Tasks + pixels - 1) / pixels),
                Scratch = lanes + LaneMap<TVector, TSimd>.Length(windows.Batch, windows.InputPixels, windows.InputChannels),
                WorkerLength = WorkerLength(shape),
            };
            pool.Run((pixels + chunk - 1) / chunk * windows.Groups * grid.RowParts, ref grid);
        }
    }

    public static void BackwardData(in UnsharedShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> weights, Span<float> dx, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        var windows = shape.Windows;
        var inputs = LaneMap<TVector, TSimd>.Length(windows.Batch, windows.InputPixels, windows.InputChannels);
        var outputs = LaneMap<TVector, TSimd>.Length(windows.Batch, windows.OutputPixels, windows.OutputChannels);
        var axis = windows.Depth.Output > 1 ? windows.Depth : windows.Height.Output > 1 ? windows.Height : windows.Width;
        // Bands so high that every second one's inputs lie apart: height · stride ≥ extent − stride.
        var band = Math.Max(1, (axis.Extent - 1) / axis.Stride);
        var bands = (axis.Output + band - 1) / band;
        fixed (float* from = dy, w = weights, to = dx, lanes = scratch)
        {
            LaneMap<TVector, TSimd>.Fill(from, windows.Batch, windows.OutputPixels, windows.OutputChannels, lanes + inputs, pool);
            new Span<float>(lanes, (int)inputs).Clear();
            var grid = new PlacedInputGrid<TVector, TSimd>
            {
                Shape = shape,
                InputGradient = lanes,
                OutputGradient = lanes + inputs,
                Weights = w,
                BandPixels = band * (windows.OutputPixels / axis.Output),
                ChannelParts = Math.Clamp(Tasks / Math.Max(1, bands / 2 * windows.Groups), 1, windows.GroupInputChannels),
                Scratch = lanes + inputs + outputs,
                WorkerLength = WorkerLength(shape),
            };
            var parts = windows.Groups * grid.ChannelParts;
            pool.Run((bands + 1) / 2 * parts, ref grid);
            grid.FirstBand = 1;
            if (bands > 1) pool.Run(bands / 2 * parts, ref grid);
            LaneMap<TVector, TSimd>.Empty(lanes, windows.Batch, windows.InputPixels, windows.InputChannels, to, accumulate, pool);
        }
    }

    public static void BackwardWeights(in UnsharedShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> weightGradient, Span<float> biasGradient, bool accumulate,
        Span<float> scratch, WorkerPool pool)
    {
        var windows = shape.Windows;
        var rowTiles = (windows.GroupOutputChannels + TSimd.TallRows - 1) / TSimd.TallRows;
        fixed (float* from = x, gradient = dy, dw = weightGradient, db = biasGradient, memory = scratch)
        {
            var grid = new PlacedWeightsGrid<TVector, TSimd>
            {
                Shape = shape,
                Input = from,
                OutputGradient = gradient,
                WeightGradient = dw,
                BiasGradient = biasGradient.IsEmpty ? null : db,
                Accumulate = accumulate,
                RowParts = Math.Clamp(Tasks / (shape.Kernels * windows.Groups), 1, rowTiles),
                Scratch = memory,
                WorkerLength = WorkerLength(shape),
            };
            pool.Run(shape.Kernels * windows.Groups * grid.RowParts, ref grid);
        }
    }

    // Places of taps; a patch of every example, in lanes or in rows; a tile or the sums of a kernel; a segment an output channel.
    private static long WorkerLength(in UnsharedShape shape)
    {
        var windows = shape.Windows;
        var row = Padded(shape.RowLength);
        var examples = (long)LaneMap<TVector, TSimd>.Blocks(windows.Batch) * TSimd.Count;
        return Padded(windows.Taps) + row * examples + Math.Max(windows.GroupOutputChannels + TSimd.TallRows, 1) * row + TSimd.TallRows * (long)TSimd.Count + Padded(3 * windows.GroupOutputChannels);
    }

    /// <summary>Whole vectors of the widest kind.</summary>
    public static long Padded(long length) => (length + 15) / 16 * 16;
}
