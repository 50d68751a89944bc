using Striate.Steps;
using Striate.Steps.Arrays;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>1 for the first of the largest numbers along the last axis, 0 for the others: the limit of <see cref="Softmax"/> for large numbers. It has no gradient.</summary>
/// <example><code>
/// var layer = new Hardmax();
/// </code></example>
public sealed record Hardmax : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape.Rank > 0
        ? inputs.Shape
        : throw new ShapeException($"{inputs.Label} works along the last axis; its input is a single number.");

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type == ElementType.Float32;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new HardmaxStep(Ordered(lowering), NewOutput(lowering)));
    }
}
