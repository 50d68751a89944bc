namespace Striate.Kernels.Convolution;

/// <summary>The ordered lists of candidates; of those that accept a problem the cheapest runs, ties by the order of the list.</summary>
public static class ConvolutionKernels
{
    /// <summary>Candidates for y from x and w.</summary>
    public static IReadOnlyList<DataKernel> Forward { get; } = [];

    /// <summary>Candidates for dx from dy and w.</summary>
    public static IReadOnlyList<DataKernel> BackwardData { get; } = [];

    /// <summary>Candidates for dw from x and dy.</summary>
    public static IReadOnlyList<WeightsKernel> BackwardWeights { get; } = [];

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
}
