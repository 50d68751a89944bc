using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A function of all channels of a pixel; any shape, no parameters.</summary>
public abstract record SoftmaxLayer : Layer
{
    private protected abstract bool IsLogarithm { get; }

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
        return lowering.Add(new SoftmaxStep(IsLogarithm, input, lowering.NewValue(input.Shape)));
    }
}
