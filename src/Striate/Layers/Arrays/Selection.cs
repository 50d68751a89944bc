using Striate.Steps;
using Striate.Steps.Arrays;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The number of the second input where the first, an array of truths, is true, and of the third elsewhere; repeated against each other as by <see cref="Broadcasting"/>.</summary>
/// <remarks>The gradient goes to the input whose number was taken.</remarks>
/// <example><code>
/// var layer = new Selection();
/// </code></example>
public sealed record Selection : ArrayLayer
{
    /// <inheritdoc/>
    public override int InputCount => 3;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Type(1) == inputs.Type(2)
        ? Broadcasting.Of(inputs, inputs.Shapes)
        : throw new ShapeException($"{inputs.Label} chooses between numbers of one type; its inputs hold {inputs.Type(1)} and {inputs.Type(2)}. What would fit: a Casting before one of them.");

    /// <inheritdoc/>
    public override ElementType OutputType(in LayerInputs inputs) => inputs.Type(1);

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => input > 0 || type == ElementType.Boolean;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new SelectionStep(Ordered(lowering), Ordered(lowering, 1), Ordered(lowering, 2), NewOutput(lowering)));
    }
}
