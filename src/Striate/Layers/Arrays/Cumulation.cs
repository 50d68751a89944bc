using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The sum of all numbers up to each place of an axis.</summary>
/// <param name="Along">The axis of an example; negative ones count from the end.</param>
/// <remarks>y[i] = Σ x[j] for j ≤ i, in double precision for floats. The gradient is the same sum from the other end.</remarks>
/// <example><code>
/// // 1, 2, 3 becomes 0, 1, 3.
/// var layer = new Cumulation(0) { IsExclusive = true };
/// </code></example>
public sealed record Cumulation(int Along) : ArrayLayer
{
    /// <summary>Without the number of the place itself.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>From the last place towards the first.</summary>
    public bool IsReverse { get; init; }

    /// <summary>The product instead of the sum.</summary>
    public bool IsProduct { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        Axis(inputs, Along, inputs.Shape.Rank);
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type is ElementType.Float32 or ElementType.Int64 or ElementType.Int32;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var axis = Axis(lowering.Shapes, Along, lowering.Shapes.Shape.Rank);
        return lowering.Add(new Steps.Arrays.CumulateStep(axis, IsProduct, IsExclusive, IsReverse, Ordered(lowering), NewOutput(lowering)));
    }
}
