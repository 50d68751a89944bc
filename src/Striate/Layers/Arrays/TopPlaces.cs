using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The places of the largest numbers along an axis, the largest first, as 64-bit integers; a <see cref="Gathering"/> of elements gives the numbers.</summary>
/// <param name="Along">The axis of an example; negative ones count from the end.</param>
/// <param name="Count">How many.</param>
/// <remarks>Of equal numbers the one with the lower place comes first. There is no gradient.</remarks>
/// <example><code>
/// // The five most probable classes.
/// var layer = new TopPlaces(-1, 5);
/// </code></example>
public sealed record TopPlaces(int Along, int Count) : ArrayLayer
{
    /// <summary>The smallest numbers, the smallest first.</summary>
    public bool IsSmallest { get; init; }

    /// <summary>Of equal numbers the one with the highest place; for 1 place.</summary>
    public bool PrefersLast { get; init; }

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => ElementType.Int64;

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type != ElementType.Boolean;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (shape, axis) = (inputs.Shape, Axis(inputs, Along, inputs.Shape.Rank));
        if (Count < 0 || Count > shape[axis]) throw new ShapeException($"{inputs.Label} takes {Count} of the {shape[axis]} places along axis {axis} of its input {shape}.");
        if (PrefersLast && Count != 1) throw new ShapeException($"{inputs.Label} takes the last of equal numbers only where it takes 1 place, not {Count}.");
        return Shape.Of([.. shape.Select((size, i) => i == axis ? Count : size)]);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var axis = Axis(lowering.Shapes, Along, lowering.Shapes.Shape.Rank);
        return lowering.Add(new Steps.Arrays.TopPlacesStep(axis, Count, IsSmallest, PrefersLast, Ordered(lowering), NewOutput(lowering)));
    }
}
