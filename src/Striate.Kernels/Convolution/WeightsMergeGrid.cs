using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>Adds the slots in their order and brings the sums into the interchange order: a task for each output channel.</summary>
internal unsafe struct WeightsMergeGrid : IGrid
{
    public WeightsProblem Problem;

    /// <summary>Channels of an input pixel; more than one row of them is a dense layer whose taps were taken for channels.</summary>
    public int PixelChannels;
    public float* Slots;
    public float* Weights;
    public float* Bias;
    public bool Accumulate;

    public readonly void Run(int task, int worker)
    {
        var (group, column) = (task / Problem.Columns.Columns, task % Problem.Columns.Columns);
        var padded = Problem.Columns.Padded;
        var sums = Slots + (long)group * (Problem.Rows + 1) * padded + column;
        var weights = Weights + (long)task * Problem.Rows;
        var taps = Problem.Rows / PixelChannels;
        for (var tap = 0; tap < taps; tap++)
        {
            for (var c = 0; c < PixelChannels; c++)
            {
                var value = Sum(sums + ((long)tap * PixelChannels + c) * padded);
                var to = weights + (long)c * taps + tap;
                *to = Accumulate ? *to + value : value;
            }
        }
        if (Bias is null) return;
        var bias = Sum(sums + (long)Problem.Rows * padded);
        Bias[task] = Accumulate ? Bias[task] + bias : bias;
    }

    private readonly float Sum(float* first)
    {
        var sum = *first;
        for (var slot = 1; slot < Problem.Slots; slot++) sum += first[slot * Problem.SlotLength];
        return sum;
    }
}
