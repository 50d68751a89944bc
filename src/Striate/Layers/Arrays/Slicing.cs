using System.Collections.Immutable;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>A part of an array: along each axis some places at equal distances.</summary>
/// <param name="Starts">The first place along each axis of an example.</param>
/// <param name="Sizes">How many places along each axis.</param>
/// <param name="Steps">The distance between them, negative for backwards.</param>
/// <remarks>The gradient is zero where nothing was taken.</remarks>
/// <example><code>
/// // Every second row, the columns backwards, of 8×8.
/// var layer = new Slicing([0, 7], [4, 8], [2, -1]);
/// </code></example>
public sealed record Slicing(ImmutableArray<int> Starts, ImmutableArray<int> Sizes, ImmutableArray<int> Steps) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var shape = inputs.Shape;
        if (Starts.Length != shape.Rank || Sizes.Length != shape.Rank || Steps.Length != shape.Rank)
            throw new ShapeException($"{inputs.Label} cuts {Starts.Length} axes with {Sizes.Length} sizes and {Steps.Length} steps; its input {shape} has {shape.Rank}.");
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var (first, size, last) = (Starts[axis], Sizes[axis], Starts[axis] + (Sizes[axis] - 1L) * Steps[axis]);
            if (size != 0 && (size < 0 || first < 0 || first >= shape[axis] || last < 0 || last >= shape[axis]))
                throw new ShapeException($"{inputs.Label} takes {size} places of axis {axis}, from {first} in steps of {Steps[axis]} to {last}; its input {shape} has the places 0 to {shape[axis] - 1}.");
        }
        return Shape.Of(Sizes.AsSpan());
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (shape, output) = (lowering.Shapes.Shape, NewOutput(lowering));
        // Neighbouring channels of maps: a step that can be spared where neighbours read parts of what was there before.
        if (shape.Rank > 0 && shape.Length > 0 && output.Length > 0 && output.Type == ElementType.Float32 && Steps[^1] == 1 && Sizes[..^1].SequenceEqual(shape[..^1]) && Steps[..^1].All(step => step == 1))
            return lowering.Add(new SliceChannelsStep(Starts[^1], Ordered(lowering), output));
        int[][] sources = [.. Starts.Select((start, axis) => Enumerable.Range(0, Sizes[axis]).Select(i => start + i * Steps[axis]).ToArray())];
        return lowering.Add(new Striate.Steps.Arrays.AxisMapStep("slice", sources, Ordered(lowering), output));
    }

    /// <summary>Whether both cut the same part.</summary>
    public bool Equals(Slicing? other) => base.Equals(other) && Starts.SequenceEqual(other.Starts) && Sizes.SequenceEqual(other.Sizes) && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Starts.Length);
}
