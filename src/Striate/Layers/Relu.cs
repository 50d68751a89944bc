using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = max(x, 0); NaN stays NaN; the gradient at 0 is 0.</summary>
/// <example><code>
/// var layer = new Relu();
/// </code></example>
public sealed record Relu : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Relu);
}
