using Striate.Kernels.Arrays;
using Striate.Steps;
using Striate.Tensors;
namespace Striate.Layers.Arrays;

/// <summary>Numbers of the first input from the places that the second names; negative places count from the end.</summary>
/// <param name="Along">The axis of an example along which places count; with <see cref="GatheringRule.Tuples"/> the number of first axes that both inputs have.</param>
/// <remarks>The gradient of the first input is added where its numbers came from; places have none. A place outside the axis is an <see cref="ArgumentException"/> of the run.</remarks>
/// <example><code>
/// // A row of a table of 100 words for each of 7 numbers.
/// var words = Node.Apply(new Gathering(0), Network.Input(100, 16), Network.Input(ElementType.Int64, 7));
/// </code></example>
public sealed record Gathering(int Along) : ArrayLayer
{
    /// <summary>What a place stands for.</summary>
    public GatheringRule Rule { get; init; } = GatheringRule.Slices;

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => input == 0 || type is ElementType.Int64 or ElementType.Int32;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (shape, places) = (inputs.Shapes[0], inputs.Shapes[1]);
        switch (Rule)
        {
            case GatheringRule.Slices:
                var axis = Axis(inputs, Along, shape.Rank);
                return Shape.Of([.. shape[..axis], .. places, .. shape[(axis + 1)..]]);
            case GatheringRule.Elements:
                axis = Axis(inputs, Along, shape.Rank);
                if (places.Rank != shape.Rank || places.Where((size, i) => i != axis && size > shape[i]).Any())
                    throw new ShapeException($"{inputs.Label} takes one element a place: beside axis {axis} its places, {places}, must lie within its input {shape}.");
                return places;
            default:
                var count = places.Rank > 0 ? places[^1] : 0;
                if (count < 1 || Along < 0 || Along >= places.Rank || Along + count > shape.Rank || places[..Along] != shape[..Along])
                    throw new ShapeException($"{inputs.Label} takes indices of {count} axes behind {Along} common ones; its input is {shape}, its places are {places}.");
                return Shape.Of([.. places[..^1], .. shape[(Along + count)..]]);
        }
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (input, places) = (Ordered(lowering), Ordered(lowering, 1));
        var isSlices = Rule == GatheringRule.Slices;
        if (isSlices ? input.Batch != 1 && places.Batch != 1 : input.Batch != places.Batch)
            throw new ShapeException($"{lowering.Shapes.Label} has {input.Batch} examples and {places.Batch} of places. What would fit: {(isSlices ? "one of both that all examples share" : "as many of both")}.");
        var axis = Rule == GatheringRule.Tuples ? Along : Axis(lowering.Shapes, Along, input.Shape.Rank);
        return lowering.Add(new Steps.Arrays.GatherStep(lowering.Shapes.Label, Rule, axis, input, places, NewOutput(lowering)));
    }
}
