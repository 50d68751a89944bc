using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Adds the slots in their order and brings the sums into the interchange order: a task for each group, line of output channels and range of input channels.</summary>
/// <remarks>Sums have output channels innermost, weights have them outermost: a task reads whole cache lines and writes sixteen rows at once.</remarks>
internal unsafe struct WeightsMergeGrid : IGrid
{
    private const int Line = 16;
    private const int ChannelsOfTask = 32;

    public WeightsProblem Problem;

    /// <summary>Channels of an input pixel; more than one row of them is a dense layer whose taps were taken for channels.</summary>
    public int PixelChannels;
    public float* Slots;
    public float* Weights;
    public float* Bias;
    public bool Accumulate;

    public readonly int Tasks => Problem.Shape.Groups * Lines * Parts;

    private readonly int Lines => (Problem.Columns.Columns + Line - 1) / Line;

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
        var taps = rows / PixelChannels;
        var line = stackalloc float[Line];
        for (var c = part * ChannelsOfTask; c < Math.Min((part + 1) * ChannelsOfTask, PixelChannels); c++)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                Add(sums + ((long)tap * PixelChannels + c) * padded, count, line);
                Scatter(line, count, weights + (long)c * taps + tap, rows);
            }
        }
        if (Bias is null || part != 0) return;
        Add(sums + (long)rows * padded, count, line);
        Scatter(line, count, Bias + (long)group * columns + column, 1);
    }

    private readonly void Add(float* first, int count, float* line)
    {
        // Channels fill whole vectors of the kernel's width, which may be less than a line.
        if (count < Line)
        {
            for (var lane = 0; lane < count; lane++)
            {
                var sum = first[lane];
                for (var slot = 1; slot < Problem.Slots; slot++) sum += first[slot * Problem.SlotLength + lane];
                line[lane] = sum;
            }
            return;
        }
        for (var lane = 0; lane < Line; lane += Vector<float>.Count)
        {
            var sum = Vector.Load(first + lane);
            for (var slot = 1; slot < Problem.Slots; slot++) sum += Vector.Load(first + slot * Problem.SlotLength + lane);
            Vector.Store(sum, line + lane);
        }
    }

    private readonly void Scatter(float* line, int count, float* to, long step)
    {
        for (var lane = 0; lane < count; lane++, to += step) *to = Accumulate ? *to + line[lane] : line[lane];
    }
}
