using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y[c] = exp(x[c]) / Σ exp(x) over the channels of each pixel: shares that add up to 1 (Bridle 1990). Losses that take logits, such as cross-entropy, hold it already.</summary>
/// <example><code>
/// var layer = new Softmax();
/// </code></example>
public sealed record Softmax : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.Shape.Rank < 1) throw new ShapeException($"{inputs.Label} works along channels; its input is a single number.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var input = lowering.InOrder(lowering.Input);
        return lowering.Add(new SoftmaxStep(logarithm: false, input, lowering.NewValue(input.Shape)));
    }
}
