using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>U = G · w · Gᵀ of each pair of channels: a task for each block of columns and 16 source channels.</summary>
internal unsafe struct WinogradPackGrid<TVector, TSimd, TTransform> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    private const int SourcesOfTask = 16;

    public WinogradProblem Problem;
    public bool Backward;
    public float* From;
    public float* To;

    public readonly int Parts => (Problem.Channels + SourcesOfTask - 1) / SourcesOfTask;

    public readonly void Run(int task, int worker)
    {
        var (block, part) = (task / Parts, task % Parts);
        var (first, width, valid) = (Problem.Columns.First(block), Problem.Columns.Width(block), Problem.Columns.Valid(block));
        var (size, lanes) = (TTransform.Size, TSimd.Count);
        // All taps of 16 sources and two vectors of lanes, then three rows of products.
        var taps = stackalloc float[SourcesOfTask * 9 * 2 * 16];
        var half = stackalloc float[3 * 6 * 16];
        var (from, to) = (part * SourcesOfTask, Math.Min((part + 1) * SourcesOfTask, Problem.Channels));
        Gather(first, width, valid, from, to, taps);
        for (var source = from; source < to; source++, taps += 9 * width)
        {
            for (var c = 0; c < width; c += lanes)
            {
                WinogradPass<TVector, TSimd, TTransform>.Weights(3, taps + c, width, 3 * width, half, lanes, 3 * lanes);
                var target = To + (nint)first * Problem.Channels + (nint)source * width + c;
                WinogradPass<TVector, TSimd, TTransform>.Weights(size, half, 3 * lanes, lanes, target, size * Problem.WeightStride, Problem.WeightStride);
            }
        }
    }

    // taps[source][tap][lane]: weights are read along their rows, whose starts lie a power of two apart and would drive one another out of the cache if read side by side.
    private readonly void Gather(int first, int width, int valid, int sourceFrom, int sourceTo, float* taps)
    {
        var inputs = Backward ? Problem.Columns.Columns : Problem.Channels;
        if (valid < width) new Span<float>(taps, (sourceTo - sourceFrom) * 9 * width).Clear();
        if (Backward)
        {
            // A backward pass gathers with the taps turned.
            for (var source = sourceFrom; source < sourceTo; source++, taps += 9 * width)
            {
                var from = From + ((long)source * inputs + first) * 9;
                for (var lane = 0; lane < valid; lane++, from += 9)
                    for (var tap = 0; tap < 9; tap++) taps[tap * width + lane] = from[8 - tap];
            }
            return;
        }
        for (var lane = 0; lane < valid; lane++)
        {
            var from = From + ((long)(first + lane) * inputs + sourceFrom) * 9;
            var to = taps + lane;
            for (var i = 0; i < (sourceTo - sourceFrom) * 9; i++, to += width) *to = from[i];
        }
    }
}
