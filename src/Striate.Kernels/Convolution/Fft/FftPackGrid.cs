using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>Transforms weights: a task for each vector of target channels and source channel.</summary>
internal unsafe struct FftPackGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public FftStages<TVector, TSimd> Stages;
    public bool Backward;
    public float* From;
    public float* To;

    [SkipLocalsInit]
    public readonly void Run(int task, int worker)
    {
        var problem = Stages.Problem;
        var (vector, source, lanes, count) = (task / problem.Channels, task % problem.Channels, TSimd.Count, problem.Rows.Taps * problem.Columns.Taps);
        // 330 KB at most: 64 × 64 numbers in 16 lanes, and as many taps as a tile can hold.
        var work = stackalloc float[(int)problem.WorkerFloats + count * lanes + 15];
        work += (64 - (nint)work % 64) % 64 / sizeof(float);
        var taps = work + problem.WorkerFloats;
        var valid = Math.Min(lanes, problem.TargetChannels - vector * lanes);
        if (valid < lanes) new Span<float>(taps, count * lanes).Clear();
        for (var lane = 0; lane < valid; lane++)
        {
            var target = vector * lanes + lane;
            // A backward pass gathers with the taps turned.
            var from = From + (Backward ? (long)source * problem.TargetChannels + target : (long)target * problem.Channels + source) * count;
            for (var tap = 0; tap < count; tap++) taps[tap * lanes + lane] = from[Backward ? count - 1 - tap : tap];
        }
        Stages.TransformWeights(taps, To + ((nint)vector * 2 * problem.Channels + source) * 2 * lanes, work);
    }
}
