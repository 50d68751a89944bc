using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Mean and 1 / √(variance + ε) of the groups of one example, from the slots of its chunks, written beside every channel of the group.</summary>
internal unsafe struct GroupMergeGrid : IGrid
{
    public Chunks Chunks;
    public int Channels;
    public int Groups;
    public float Epsilon;
    public float* Slots;
    public float* Mean;
    public float* InverseDeviation;

    public readonly void Run(int task, int worker)
    {
        var slots = Slots + 2L * task * Chunks.Count * Channels;
        var width = Channels / Groups;
        for (var group = 0; group < Groups; group++)
        {
            // Chan, Golub, LeVeque 1979: counts, means and sums of squared deviations of two parts give those of the whole.
            double count = 0, mean = 0, squares = 0;
            for (var chunk = 0; chunk < Chunks.Count; chunk++)
            {
                var pixels = Chunks.Length(chunk);
                var means = slots + 2L * chunk * Channels;
                for (var c = group * width; c < (group + 1) * width; c++)
                {
                    var difference = means[c] - mean;
                    squares += means[Channels + c] + difference * difference * count * pixels / (count + pixels);
                    mean += difference * pixels / (count + pixels);
                    count += pixels;
                }
            }
            var first = (long)task * Channels + group * width;
            new Span<float>(Mean + first, width).Fill((float)mean);
            new Span<float>(InverseDeviation + first, width).Fill((float)(1 / Math.Sqrt(squares / count + Epsilon)));
        }
    }
}
