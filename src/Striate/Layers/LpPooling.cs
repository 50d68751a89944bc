using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = (Σ |x|ᵖ)^(1/p) over each window: the p-norm, a sum and not a mean; padding adds nothing.</summary>
/// <remarks>p = 1 sums magnitudes, p = 2 is the Euclidean norm, p = ∞ (<see cref="float.PositiveInfinity"/>) the largest magnitude. dx = dy · sign(x) · (|x| / y)^(p − 1), 0 where x is 0;
/// for p = ∞ the first of the largest gets it, in row-major order.
/// Another p than 1, 2 and ∞ is slow: a power for each input took 24 times (forward) and 13 times (backward) as long as memory would allow for p = 3.</remarks>
/// <example><code>
/// var pool = new LpPooling(2, p: 3);
/// </code></example>
public sealed record LpPooling : PoolingLayer
{
    /// <summary>Windows of a size, side by side unless a stride is set.</summary>
    public LpPooling(AxisSizes kernel, float p = 2) : base(kernel) => P = p;

    /// <summary>The exponent, more than 0.</summary>
    public float P { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (!(P > 0)) throw new ShapeException($"{inputs.Label} has a p of {P}; it must be more than 0. What would fit: 2, or float.PositiveInfinity for the largest magnitude.");
        return base.OutputShape(inputs);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        var shape = PoolingShape(lowering);
        return lowering.Add(new NormPoolStep(shape, P, lowering.InOrder(lowering.Input), lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
