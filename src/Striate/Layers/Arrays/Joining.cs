using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Arrays one behind the other along an axis; for maps along their channels <see cref="Concatenation"/> is the layer.</summary>
/// <param name="Along">The axis of an example; negative ones count from the end.</param>
/// <example><code>
/// // 3×4 and 5×4 become 8×4.
/// var layer = new Joining(0);
/// </code></example>
public sealed record Joining(int Along) : ArrayLayer
{
    /// <inheritdoc/>
    public override int InputCount => -1;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var first = inputs.Shape;
        var axis = Axis(inputs, Along, first.Rank);
        var types = inputs.Types?.Distinct().ToArray() ?? [];
        if (types.Length > 1) throw new ShapeException($"{inputs.Label} joins arrays of one type; its inputs hold {string.Join(", ", types)}.");
        foreach (var shape in inputs.Shapes)
            if (shape.Rank != first.Rank || shape.Where((size, i) => i != axis && size != first[i]).Any())
                throw new ShapeException($"{inputs.Label} joins arrays that differ along axis {axis} alone; its inputs are {string.Join(", ", inputs.Shapes)}.");
        var sum = inputs.Shapes.Sum(shape => shape[axis]);
        return Shape.Of([.. first.Select((size, i) => i == axis ? sum : size)]);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var axis = Axis(lowering.Shapes, Along, lowering.Shapes.Shape.Rank);
        var (output, inputs) = (NewOutput(lowering), lowering.Inputs.Select(lowering.InOrder).ToArray());
        // Channels of maps: inputs can be written where they belong.
        if (axis == output.Shape.Rank - 1 && output.Type == ElementType.Float32 && inputs.All(input => input.Batch == output.Batch && input.Length > 0)) return lowering.Add(new ConcatenateStep(inputs, 0, output));
        return lowering.Add(new Steps.Arrays.JoinStep(axis, inputs, output));
    }
}
