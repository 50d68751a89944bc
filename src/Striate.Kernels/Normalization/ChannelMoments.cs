using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Mean and variance of each channel from slots that tasks left behind: a mean and a sum of squared deviations a slot and channel, and a number of pixels a slot.</summary>
/// <remarks>
/// Slot s holds the means of all channels and then their sums of squares at 2 · s · channels; behind the last slot stand the numbers of pixels. Slots are merged in their order, in
/// double, by Chan's formula (Chan, Golub, LeVeque 1979): the result does not depend on who filled them.
/// </remarks>
public static unsafe class ChannelMoments
{
    /// <summary>Floats of a number of slots.</summary>
    public static long Length(int slots, int channels) => slots * (2L * channels + 1);

    /// <summary>Mean and biased variance of each channel over all slots.</summary>
    public static void Merge(ReadOnlySpan<float> slots, int count, int channels, Span<float> mean, Span<float> variance, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (count < 1 || channels < 1) throw new ArgumentException($"Moments need 1 or more slots and channels, not {count} and {channels}.");
        Spans.RequireLength("slots", slots.Length, Length(count, channels));
        Spans.RequireLength("mean", mean.Length, channels);
        Spans.RequireLength("variance", variance.Length, channels);
        fixed (float* from = slots, m = mean, v = variance)
        {
            var grid = new MomentsMergeGrid { Slots = from, Count = count, Channels = channels, Mean = m, Variance = v };
            pool.Run(grid.Tasks, ref grid);
        }
    }
}
