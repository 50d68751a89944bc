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
        // 9 taps of two vectors, then three rows of products.
        var taps = stackalloc float[9 * 2 * 16];
        var half = stackalloc float[3 * 6 * 16];
        var inputs = Backward ? Problem.Columns.Columns : Problem.Channels;
        for (var source = part * SourcesOfTask; source < Math.Min((part + 1) * SourcesOfTask, Problem.Channels); source++)
        {
            for (var lane = 0; lane < valid; lane++)
            {
                var (k, c) = Backward ? (source, first + lane) : (first + lane, source);
                var from = From + ((long)k * inputs + c) * 9;
                // A backward pass gathers with the taps turned.
                if (Backward) for (var tap = 0; tap < 9; tap++) taps[tap * width + lane] = from[8 - tap];
                else for (var tap = 0; tap < 9; tap++) taps[tap * width + lane] = from[tap];
            }
            for (var lane = valid; lane < width; lane++)
                for (var tap = 0; tap < 9; tap++) taps[tap * width + lane] = 0;
            for (var c = 0; c < width; c += lanes)
            {
                for (var j = 0; j < 3; j++) TTransform.Weights<TVector, TSimd>(taps + j * width + c, 3 * width, half + j * lanes, 3 * lanes);
                var to = To + (nint)first * Problem.Channels + (nint)source * width + c;
                for (var i = 0; i < size; i++) TTransform.Weights<TVector, TSimd>(half + i * 3 * lanes, lanes, to + i * size * Problem.WeightStride, Problem.WeightStride);
            }
        }
    }
}
