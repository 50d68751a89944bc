namespace Striate.Kernels.Convolution;

/// <summary>What a kernel does for a problem, counted: the cost model weighs it.</summary>
/// <param name="Products">Multiply–adds of a vector that it runs, with the lanes and cycles that tiles leave empty.</param>
/// <param name="Source">Vectors of the input side that it copies or transforms.</param>
/// <param name="Target">Vectors of the output side that it stores or transforms.</param>
/// <param name="Weights">Floats of packed weights, or of sums, that it passes over.</param>
internal readonly record struct CostParts(double Products, double Source, double Target, double Weights)
{
    /// <summary>Work that threads may share: without what a pass costs in any case.</summary>
    public double Work => Products + Weights;
}
