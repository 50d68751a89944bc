using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Maps of the same spatial size side by side along the channels.</summary>
/// <example><code>
/// Node merged = Node.Concatenate(up, skip);
/// </code></example>
public sealed record Concatenation : Layer
{
    /// <inheritdoc/>
    public override int InputCount => -1;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var first = inputs.Shapes[0];
        if (first.Rank < 1 || inputs.Shapes.Any(shape => shape.Rank != first.Rank || shape[..^1] != first[..^1]))
            throw new ShapeException($"{inputs.Label} joins maps of the same spatial size; its inputs are {string.Join(", ", inputs.Shapes)}.");
        return first.WithChannels(inputs.Shapes.Sum(shape => shape.Channels));
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new ConcatenateStep([.. lowering.Inputs.Select(lowering.InOrder)], 0, lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
