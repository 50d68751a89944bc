using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = the sum of each window; padding adds nothing.</summary>
/// <example><code>
/// var pool = new SumPooling(2);
/// </code></example>
public sealed record SumPooling : PoolingLayer
{
    /// <summary>Windows of a size, side by side unless a stride is set.</summary>
    public SumPooling(AxisSizes kernel) : base(kernel)
    {
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, PoolStep.Rule.Sum);
}
