using Striate.Kernels.Elementwise;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = x for x &gt; 0, otherwise α · (exp(x) − 1) (Clevert, Unterthiner, Hochreiter 2016).</summary>
/// <example><code>
/// var layer = new Elu();
/// </code></example>
public sealed record Elu : ActivationLayer
{
    /// <summary>With α, 1 by default as in PyTorch and ONNX.</summary>
    public Elu(float alpha = 1) => Alpha = alpha;

    /// <summary>Where the negative side ends: −α; 0 or more.</summary>
    public float Alpha { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (!(Alpha >= 0)) throw new ShapeException($"{inputs.Label} has an alpha of {Alpha}; it must be 0 or more, so that the sign of the output tells that of the input.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Elu, Alpha);
}
