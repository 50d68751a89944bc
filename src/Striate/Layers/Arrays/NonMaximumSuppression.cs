using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Of boxes that overlap the one with the best score stays, for every picture and class by itself.</summary>
/// <param name="MostPerClass">How many boxes of a picture and class stay at most.</param>
/// <param name="Overlap">The intersection over union beyond which the worse of two boxes goes.</param>
/// <remarks>
/// <para>Inputs: boxes <c>pictures × boxes × 4</c> and scores <c>pictures × classes × boxes</c>. Output: a row of picture, class and box for each that stays, as 64-bit integers, the best first within a
/// class; a run gives as many rows as there are. Of equal scores the first box counts as better. There is no gradient.</para>
/// <para>Neubeck and Van Gool, Efficient Non-Maximum Suppression, 2006, the greedy form.</para>
/// </remarks>
/// <example><code>
/// var best = Node.Apply(new NonMaximumSuppression(20, 0.5f) { ScoreThreshold = 0.3f }, Network.Input(1, 100, 4), Network.Input(1, 80, 100));
/// </code></example>
public sealed record NonMaximumSuppression(int MostPerClass, float Overlap) : ArrayLayer
{
    /// <summary>The score that a box must exceed; null takes all.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>Boxes are centre and size (x, y, width, height) instead of two corners (y₁, x₁, y₂, x₂).</summary>
    public bool IsCentred { get; init; }

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => ElementType.Int64;

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type == ElementType.Float32;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (boxes, scores) = (inputs.Shapes[0], inputs.Shapes[1]);
        if (boxes.Rank != 3 || scores.Rank != 3 || boxes[2] != 4 || boxes[0] != scores[0] || boxes[1] != scores[2])
            throw new ShapeException($"{inputs.Label} takes boxes of pictures × boxes × 4 and scores of pictures × classes × boxes; its inputs are {boxes} and {scores}.");
        return Shape.Of(checked(scores[0] * scores[1] * Math.Clamp(MostPerClass, 0, boxes[1])), 3);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        if (lowering.Batch != 1) throw new ShapeException($"{lowering.Shapes.Label} gives rows whose number depends on the boxes; it takes one example a run, not {lowering.Batch}.");
        return lowering.Add(new Steps.Arrays.SuppressStep(IsCentred, MostPerClass, Overlap, ScoreThreshold ?? float.NegativeInfinity, Ordered(lowering), Ordered(lowering, 1), NewOutput(lowering)));
    }
}
