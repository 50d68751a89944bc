using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>The ordered lists of candidates; of those that accept a problem the cheapest runs, ties by the order of the list.</summary>
public static class ConvolutionKernels
{
    /// <summary>Candidates for y from x and w.</summary>
    public static IReadOnlyList<DataKernel> Forward { get; } = Data(backward: false);

    /// <summary>Candidates for dx from dy and w.</summary>
    public static IReadOnlyList<DataKernel> BackwardData { get; } = Data(backward: true);

    /// <summary>Candidates for dw from x and dy.</summary>
    public static IReadOnlyList<WeightsKernel> BackwardWeights { get; } = SimdWidth.Bits switch
    {
        512 => [new OuterConvolution<Vector512<float>, Simd512>(), new ReferenceWeights()],
        256 => [new OuterConvolution<Vector256<float>, Simd256>(), new ReferenceWeights()],
        _ => [new OuterConvolution<Vector128<float>, Simd128>(), new ReferenceWeights()],
    };

    /// <summary>The cheapest candidate that accepts the problem.</summary>
    /// <typeparam name="TKernel">The kind of kernel.</typeparam>
    public static TKernel Choose<TKernel>(IReadOnlyList<TKernel> candidates, in ConvolutionShape shape) where TKernel : ConvolutionKernel
    {
        TKernel? best = null;
        var lowest = double.PositiveInfinity;
        foreach (var candidate in candidates)
        {
            if (!candidate.Accepts(shape)) continue;
            var cost = candidate.Cost(shape);
            if (best is not null && cost >= lowest) continue;
            (best, lowest) = (candidate, cost);
        }
        return best ?? throw new InvalidOperationException($"No kernel accepts {shape}.");
    }

    private static IReadOnlyList<DataKernel> Data(bool backward) => SimdWidth.Bits switch
    {
        512 => [new FlatConvolution<Vector512<float>, Simd512>(backward), new GatherConvolution<Vector512<float>, Simd512>(backward), new ReferenceConvolution(backward)],
        256 => [new FlatConvolution<Vector256<float>, Simd256>(backward), new GatherConvolution<Vector256<float>, Simd256>(backward), new ReferenceConvolution(backward)],
        _ => [new FlatConvolution<Vector128<float>, Simd128>(backward), new GatherConvolution<Vector128<float>, Simd128>(backward), new ReferenceConvolution(backward)],
    };
}
