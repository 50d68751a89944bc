using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The examples become the first axis of one example, so that layers can mix them: no number moves.</summary>
/// <remarks>The inverse of <see cref="AxisToBatch"/>.</remarks>
/// <param name="Count">The number of examples.</param>
/// <example><code>
/// var layer = new BatchToAxis(4);
/// </code></example>
public sealed record BatchToAxis(int Count) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape.WithBatch(Count);

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        if (lowering.Batch % Count != 0) throw new ShapeException($"{lowering.Shapes.Label} makes an axis of each {Count} examples; there are {lowering.Batch}.");
        return lowering.Reshape(lowering.Input, OutputShape(lowering.Shapes), lowering.Batch / Count);
    }
}
