using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Merges the slots of some channels.</summary>
internal unsafe struct MomentsMergeGrid : IGrid
{
    // A task reads a cache line or more of each slot.
    private const int ChannelsOfTask = 64;

    public float* Slots;
    public int Count;
    public int Channels;
    public float* Mean;
    public float* Variance;

    public readonly int Tasks => (Channels + ChannelsOfTask - 1) / ChannelsOfTask;

    private readonly float* Pixels => Slots + 2L * Count * Channels;

    public readonly void Run(int task, int worker)
    {
        var c = task * ChannelsOfTask;
        var end = Math.Min(c + ChannelsOfTask, Channels);
        for (; c <= end - Vector<float>.Count; c += Vector<float>.Count) MergeVector(c);
        for (; c < end; c++) MergeChannel(c);
    }

    private readonly void MergeVector(int c)
    {
        Vector<double> lowMean = default, highMean = default, lowSquares = default, highSquares = default;
        double count = 0;
        var slot = Slots + c;
        for (var i = 0; i < Count; i++, slot += 2L * Channels)
        {
            double more = Pixels[i];
            var total = count + more;
            var (share, weight) = (new Vector<double>(more / total), new Vector<double>(count * more / total));
            Vector.Widen(Vector.Load(slot), out var low, out var high);
            Vector.Widen(Vector.Load(slot + Channels), out var lowMore, out var highMore);
            (low, high) = (low - lowMean, high - highMean);
            lowMean += low * share;
            highMean += high * share;
            lowSquares += lowMore + low * low * weight;
            highSquares += highMore + high * high * weight;
            count = total;
        }
        Vector.Store(Vector.Narrow(lowMean, highMean), Mean + c);
        var pixels = new Vector<double>(count);
        Vector.Store(Vector.Narrow(lowSquares / pixels, highSquares / pixels), Variance + c);
    }

    private readonly void MergeChannel(int c)
    {
        double count = 0, mean = 0, squares = 0;
        var slot = Slots + c;
        for (var i = 0; i < Count; i++, slot += 2L * Channels)
        {
            double more = Pixels[i];
            var total = count + more;
            var difference = *slot - mean;
            mean += difference * (more / total);
            squares += slot[Channels] + difference * difference * (count * more / total);
            count = total;
        }
        (Mean[c], Variance[c]) = ((float)mean, (float)(squares / count));
    }
}
