using Striate.Kernels.Elementwise;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = min(max(slope · x + ½, 0), 1), with a slope of 1/6 as PyTorch has it; the gradient is the slope inside and 0 outside.</summary>
/// <example><code>
/// var layer = new HardSigmoid();
/// </code></example>
public sealed record HardSigmoid : ActivationLayer
{
    /// <summary>With the slope of the middle, 1/6 by default as in PyTorch; ONNX's own default is 0.2.</summary>
    public HardSigmoid(float slope = 1f / 6) => Slope = slope;

    /// <summary>The slope of the middle, more than 0.</summary>
    public float Slope { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (!(Slope > 0)) throw new ShapeException($"{inputs.Label} has a slope of {Slope}; it must be more than 0.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.HardSigmoid, Slope);
}
