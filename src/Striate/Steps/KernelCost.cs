using Striate.Kernels.Convolution;
using Striate.Kernels.Simd;

namespace Striate.Steps;

/// <summary>What the cost model expects of a kernel for a pass.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Cycles">Cycles of one core that does two multiply–adds of a vector a cycle. Depends on the problem alone: a time is cycles over clock and threads, as far as a pass is shared evenly.</param>
/// <param name="RoofShare">The multiply–accumulates of the direct sums over what the core could do in as many cycles. Kernels that need fewer products may pass 1.</param>
public sealed record KernelCost(string Kernel, double Cycles, double RoofShare)
{
    // What a core does at the roof in a cycle, in vectors.
    private const double ProductsOfCycle = 2;

    internal static IReadOnlyList<KernelCost> Ranked<TKernel>(IReadOnlyList<TKernel> candidates, in ConvolutionShape shape, Algorithms algorithms) where TKernel : ConvolutionKernel
    {
        var products = shape.MultiplyAccumulates / (SimdWidth.Bits / 32.0);
        return [.. ConvolutionKernels.Rank(candidates, shape, algorithms).Where(kernel => double.IsFinite(kernel.Cost)).Select(kernel => new KernelCost(kernel.Kernel.Name, kernel.Cost / ProductsOfCycle, products / kernel.Cost))];
    }
}
