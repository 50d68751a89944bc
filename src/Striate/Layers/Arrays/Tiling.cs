using System.Collections.Immutable;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>An array repeated along its axes.</summary>
/// <param name="Repeats">How often along each axis of an example.</param>
/// <remarks>The gradients of the copies are added. With an axis of size 1 it is broadcasting.</remarks>
/// <example><code>
/// // 2×3 becomes 2×6: each row twice, one behind the other.
/// var layer = new Tiling([1, 2]);
/// </code></example>
public sealed record Tiling(ImmutableArray<int> Repeats) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var shape = inputs.Shape;
        if (Repeats.Length != shape.Rank || Repeats.Any(count => count < 0))
            throw new ShapeException($"{inputs.Label} repeats {string.Join(", ", Repeats)} times; its input {shape} needs {shape.Rank} numbers of 0 or more.");
        return Shape.Of([.. Repeats.Select((count, axis) => checked(count * shape[axis]))]);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var shape = lowering.Shapes.Shape;
        int[][] sources = [.. Repeats.Select((count, axis) => Enumerable.Range(0, count * shape[axis]).Select(i => i % shape[axis]).ToArray())];
        return lowering.Add(new Striate.Steps.Arrays.AxisMapStep("tile", sources, Ordered(lowering), NewOutput(lowering)));
    }

    /// <summary>Whether both repeat as often.</summary>
    public bool Equals(Tiling? other) => base.Equals(other) && Repeats.SequenceEqual(other.Repeats);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Repeats.Length);
}
