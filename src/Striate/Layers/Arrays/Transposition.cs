using System.Collections.Immutable;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The axes in another order: axis i of the output is axis <c>Order[i]</c> of the input.</summary>
/// <param name="Order">The input's axis for each axis of the output, of one example.</param>
/// <remarks>The gradient takes the axes back.</remarks>
/// <example><code>
/// // Height × width × channels becomes channels × height × width.
/// var layer = new Transposition([2, 0, 1]);
/// </code></example>
public sealed record Transposition(ImmutableArray<int> Order) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var shape = inputs.Shape;
        if (!Order.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)))
            throw new ShapeException($"{inputs.Label} has the order {string.Join(", ", Order)}, which does not name each axis of its input {shape} once.");
        return Shape.Of([.. Order.Select(axis => shape[axis])]);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = OutputShape(lowering.Shapes);
        var kept = Order.Where(axis => lowering.Shapes.Shape[axis] != 1);
        // Axes of size 1 may stand anywhere.
        if (kept.SequenceEqual(kept.Order())) return lowering.Reshape(lowering.Input, output);
        return lowering.Add(new Steps.Arrays.TransposeStep([.. Order], Ordered(lowering), NewOutput(lowering)));
    }

    /// <summary>Whether both have the same order.</summary>
    public bool Equals(Transposition? other) => base.Equals(other) && Order.SequenceEqual(other.Order);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Order.Length);
}
