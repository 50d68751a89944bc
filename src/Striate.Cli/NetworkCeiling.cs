using Striate.Insight;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;
using Striate.Networks;

namespace Striate.Cli;

/// <summary>How fast this machine would let a network be if nothing but its multiply–adds, or nothing but its bytes, took time.</summary>
/// <param name="ByOperations">Milliseconds of the direct sums, a training step counting three passes; Winograd needs fewer.</param>
/// <param name="ByBytes">Milliseconds of the values that convolutions and dense layers write, and of the weights.</param>
/// <param name="Roof">GFLOP/s of multiply–adds alone.</param>
/// <param name="Stream">GB/s of memory, or of the cache that holds so much.</param>
internal sealed record NetworkCeiling(double ByOperations, double ByBytes, double Roof, double Stream)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.2);

    public static NetworkCeiling Of(Network network, int batch, bool training, WorkerPool pool)
    {
        var summary = network.Summary();
        var operations = 2.0 * summary.MultiplyAccumulates * batch * (training ? 3 : 1);
        double maps = (double)batch * summary.Layers.Where(layer => layer.MultiplyAccumulates > 0).Sum(layer => layer.Bytes), weights = 4.0 * summary.Parameters;
        // Inference writes and reads a map and reads the weights. A training step reads a map once more for the weight gradients, and writes and twice reads its gradient;
        // it reads the weights twice, writes their gradient, and the optimiser reads weights, gradient and momentum and writes two of them.
        var bytes = training ? 6 * maps + 8 * weights : 2 * maps + weights;
        var (roof, stream) = (Ceilings.Roof(pool, Look), Ceilings.Stream((long)Math.Clamp(bytes, 1 << 20, 256 << 20), pool, Look));
        return new NetworkCeiling(operations / (roof * 1e6), bytes / (stream * 1e6), roof, stream);
    }
}
