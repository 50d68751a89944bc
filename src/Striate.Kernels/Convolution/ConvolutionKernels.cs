using System.Runtime.Intrinsics;
using Striate.Kernels.Convolution.Depthwise;
using Striate.Kernels.Convolution.Fft;
using Striate.Kernels.Convolution.Winograd;
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
        512 => Weights<Vector512<float>, Simd512>(),
        256 => Weights<Vector256<float>, Simd256>(),
        _ => Weights<Vector128<float>, Simd128>(),
    };

    /// <summary>The cheapest candidate that accepts the problem.</summary>
    /// <typeparam name="TKernel">The kind of kernel.</typeparam>
    public static TKernel Choose<TKernel>(IReadOnlyList<TKernel> candidates, in ConvolutionShape shape, Algorithms algorithms = Algorithms.Fastest) where TKernel : ConvolutionKernel =>
        Rank(candidates, shape, algorithms) is [var best, ..] ? best.Kernel : throw new InvalidOperationException($"No kernel accepts {shape}.");

    /// <summary>All candidates that accept the problem with their costs, the cheapest first; of equal ones that which stands first in the list.</summary>
    /// <typeparam name="TKernel">The kind of kernel.</typeparam>
    public static IReadOnlyList<(TKernel Kernel, double Cost)> Rank<TKernel>(IReadOnlyList<TKernel> candidates, in ConvolutionShape shape, Algorithms algorithms = Algorithms.Fastest) where TKernel : ConvolutionKernel
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var costs = new List<(TKernel Kernel, double Cost)>();
        foreach (var candidate in candidates)
            if (candidate.Accepts(shape) && (algorithms != Algorithms.Direct || candidate.IsDirect)) costs.Add((candidate, candidate.Cost(shape)));
        return [.. costs.OrderBy(candidate => candidate.Cost)];
    }

    private static IReadOnlyList<DataKernel> Data(bool backward) => SimdWidth.Bits switch
    {
        512 => Data<Vector512<float>, Simd512>(backward),
        256 => Data<Vector256<float>, Simd256>(backward),
        _ => Data<Vector128<float>, Simd128>(backward),
    };

    private static IReadOnlyList<DataKernel> Data<TVector, TSimd>(bool backward) where TVector : unmanaged where TSimd : struct, ISimd<TVector> =>
    [
        new DepthwiseConvolution<TVector, TSimd>(backward),
        new FlatConvolution<TVector, TSimd>(backward),
        new WinogradConvolution<TVector, TSimd, Winograd4>(backward),
        new WinogradConvolution<TVector, TSimd, Winograd2>(backward),
        new ToeplitzConvolution<TVector, TSimd>(backward),
        new GroupedConvolution<TVector, TSimd>(backward),
        new FftConvolution<TVector, TSimd>(backward),
        new GatherConvolution<TVector, TSimd>(backward),
        new ReferenceConvolution(backward),
    ];

    private static IReadOnlyList<WeightsKernel> Weights<TVector, TSimd>() where TVector : unmanaged where TSimd : struct, ISimd<TVector> =>
        [new DepthwiseWeights<TVector, TSimd>(), new WinogradWeights<TVector, TSimd, Winograd4>(), new GroupedWeights<TVector, TSimd>(), new FftWeights<TVector, TSimd>(), new DenseWeights<TVector, TSimd>(), new OuterConvolution<TVector, TSimd>(), new ReferenceWeights()];
}
