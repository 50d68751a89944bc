using Striate.Kernels.Elementwise;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A function of each number by itself; any shape, no parameters. Plans put it into the epilogue of the step before.</summary>
public abstract record ActivationLayer : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape;

    private protected static Value Lower(Lowering lowering, Activation activation, float slope = 0)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new ActivateStep(activation, slope, lowering.Input, lowering.NewValue(lowering.Input.Shape, lowering.Input.Storage)));
    }
}
