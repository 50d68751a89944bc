using Striate.Filters;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>What a filter made of a map, and how.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Output">spatial… × C.</param>
/// <param name="Factors">The vectors that were convolved with one after the other; null if the whole kernel was.</param>
public sealed record FilterRun(Filter Filter, Tensor Output, IReadOnlyList<IReadOnlyList<float>>? Factors)
{
    /// <summary>Products a pixel and channel with the whole kernel: n₁ · n₂ · ….</summary>
    public long WholeProducts => Filter.Shape.Length;

    /// <summary>Products a pixel and channel as it was run: n₁ + n₂ + … in passes of vectors.</summary>
    public long Products => Factors is null ? WholeProducts : Factors.Sum(factor => (long)factor.Count);
}
