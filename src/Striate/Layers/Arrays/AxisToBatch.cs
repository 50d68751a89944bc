using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The first axis becomes the examples, for layers of maps inside a graph that treats the examples as an axis: no number moves.</summary>
/// <remarks>Of N examples of <c>count × …</c> become N · count examples. <see cref="BatchToAxis"/> takes it back.</remarks>
/// <param name="Count">The size of the axis.</param>
/// <example><code>
/// var layer = new AxisToBatch(4);
/// </code></example>
public sealed record AxisToBatch(int Count) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape.Rank > 0 && inputs.Shape[0] == Count
        ? inputs.Shape[1..]
        : throw new ShapeException($"{inputs.Label} makes {Count} examples of a first axis of {Count}; its input is {inputs.Shape}.");

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Reshape(lowering.Input, OutputShape(lowering.Shapes), checked(lowering.Batch * Count));
    }
}
