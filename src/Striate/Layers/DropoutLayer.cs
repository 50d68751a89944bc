using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>In training some numbers are zero with a probability, and divided by 1 − probability otherwise; in inference y = x.</summary>
/// <remarks>What stays is a function of the training seed, the layer's name and the step's number: nothing is stored, and it is drawn again in the backward pass.</remarks>
public abstract record DropoutLayer : Layer
{
    private protected DropoutLayer(float rate) => Rate = rate;

    /// <summary>The probability of zeros, from 0 to below 1.</summary>
    public float Rate { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (!(Rate >= 0 && Rate < 1)) throw new ShapeException($"{inputs.Label} has a rate of {Rate}; it must be 0 or more and below 1.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        if (!lowering.Training || Rate == 0) return lowering.View(lowering.Input, lowering.Input.Shape);
        return lowering.Add(Drop(lowering.Input, lowering.NewValue(lowering.Input.Shape, lowering.Input.Storage)));
    }

    private protected abstract Step Drop(Value input, Value output);
}
