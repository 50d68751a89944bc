using Striate.Kernels.Elementwise;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = x for x &gt; 0, otherwise slope · x.</summary>
/// <example><code>
/// var layer = new LeakyRelu(0.1f);
/// </code></example>
public sealed record LeakyRelu : ActivationLayer
{
    /// <summary>With the slope of the negative side, 0.01 by default as in PyTorch and ONNX.</summary>
    public LeakyRelu(float slope = 0.01f) => Slope = slope;

    /// <summary>The slope of the negative side, 0 or more.</summary>
    public float Slope { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (!(Slope >= 0)) throw new ShapeException($"{inputs.Label} has a slope of {Slope}; it must be 0 or more, so that the sign of the output tells that of the input.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.LeakyRelu, Slope);
}
