using Striate.Kernels.Convolution;

namespace Striate.Plans;

/// <summary>How a plan is to run.</summary>
public sealed record PlanOptions
{
    /// <summary>As many threads as the machine has processors.</summary>
    public static PlanOptions Default { get; } = new();

    /// <summary>The number of threads, the caller included. It does not change the numbers.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Which algorithms may compute convolutions: the fastest, or direct sums only, which round less (<c>docs/numerics.md</c>).</summary>
    public Algorithms Algorithms { get; init; }

    /// <summary>Whether training computes cheap values (activations, normalised maps, sums, concatenations, dropout) again for its backward pass instead of keeping them: less memory, more time, the same bits.</summary>
    public bool Recompute { get; init; }
}
