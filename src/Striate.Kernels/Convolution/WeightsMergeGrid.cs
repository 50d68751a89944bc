using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Adds the slots in their order and brings the sums into the interchange order: a task for each group, line of output channels and range of input channels.</summary>
/// <remarks>
/// Sums have output channels innermost, weights have them outermost. A task turns a block in a buffer of its own: it reads whole cache lines and writes runs of a row;
/// scattered writes of rows a power of two apart would drive one another out of the cache.
/// </remarks>
internal unsafe struct WeightsMergeGrid : IGrid
{
    private const int Line = 16;
    private const int BlockFloats = 4096;

    public WeightsProblem Problem;

    /// <summary>Channels of an input pixel; more than one row of them is a dense layer whose taps were taken for channels.</summary>
    public int PixelChannels;
    public float* Slots;
    public float* Weights;
    public float* Bias;
    public bool Accumulate;

    public readonly int Tasks => Problem.Shape.Groups * Lines * Parts;

    private readonly int Taps => Problem.Rows / PixelChannels;

    private readonly int Lines => (Problem.Columns.Columns + Line - 1) / Line;

    // Input channels of a task; with many taps a part holds some taps of one channel after the other.
    private readonly int ChannelsOfTask => Math.Clamp(BlockFloats / Line / Taps, 1, PixelChannels);

    private readonly int Parts => (PixelChannels + ChannelsOfTask - 1) / ChannelsOfTask;

    public readonly void Run(int task, int worker)
    {
        var part = task % Parts;
        var column = task / Parts % Lines * Line;
        var group = task / Parts / Lines;
        var (padded, columns, rows) = (Problem.Columns.Padded, Problem.Columns.Columns, Problem.Rows);
        var count = Math.Min(Line, columns - column);
        var sums = Slots + (long)group * (rows + 1) * padded + column;
        var weights = Weights + ((long)group * columns + column) * rows;
        var block = stackalloc float[BlockFloats];
        var from = part * ChannelsOfTask;
        var to = Math.Min(from + ChannelsOfTask, PixelChannels);
        // A kernel with more taps than a block holds (a dense layer on a large map) goes through in runs of taps.
        var run = Math.Min(Taps, BlockFloats / Line);
        for (var first = 0; first < Taps; first += run)
        {
            var taps = Math.Min(run, Taps - first);
            var length = (to - from) * taps;
            for (var tap = 0; tap < taps; tap++)
                for (var c = from; c < to; c++) Add(sums + ((long)(first + tap) * PixelChannels + c) * padded, count, block + ((c - from) * taps + tap) * Line);
            for (var lane = 0; lane < count; lane++) Give(block + lane, Line, (to - from) * taps, weights + (long)lane * rows + (long)from * Taps + first);
        }
        if (Bias is null || part != 0) return;
        Add(sums + (long)rows * padded, count, block);
        Give(block, 1, count, Bias + (long)group * columns + column);
    }

    // The slots' sum of a line of output channels.
    private readonly void Add(float* first, int count, float* to)
    {
        var lane = 0;
        for (; lane <= count - Vector<float>.Count; lane += Vector<float>.Count)
        {
            var sum = Vector.Load(first + lane);
            for (var slot = 1; slot < Problem.Slots; slot++) sum += Vector.Load(first + slot * Problem.SlotLength + lane);
            Vector.Store(sum, to + lane);
        }
        for (; lane < count; lane++)
        {
            to[lane] = first[lane];
            for (var slot = 1; slot < Problem.Slots; slot++) to[lane] += first[slot * Problem.SlotLength + lane];
        }
    }

    private readonly void Give(float* from, int step, int count, float* to)
    {
        if (Accumulate) for (var i = 0; i < count; i++) to[i] += from[i * step];
        else for (var i = 0; i < count; i++) to[i] = from[i * step];
    }
}
