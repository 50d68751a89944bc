using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y[c] = x[c] − log Σ exp(x) over the channels of each pixel: the logarithm of <see cref="Softmax"/>, without its underflow.</summary>
/// <example><code>
/// var layer = new LogSoftmax();
/// </code></example>
public sealed record LogSoftmax : Layer
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
        return lowering.Add(new SoftmaxStep(logarithm: true, input, lowering.NewValue(input.Shape)));
    }
}
