using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = the largest number of each window. Padding never wins; NaN stays NaN; the gradient goes to the first largest, in row-major order.</summary>
/// <example><code>
/// var pool = new MaxPooling(3) { Stride = 2, Padding = Padding.Of(1) };
/// </code></example>
public sealed record MaxPooling : PoolingLayer
{
    /// <summary>Windows of a size, side by side unless a stride is set.</summary>
    public MaxPooling(AxisSizes kernel) : base(kernel)
    {
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, PoolStep.Rule.Maximum);
}
