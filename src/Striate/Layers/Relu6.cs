using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = min(max(x, 0), 6): the activation of MobileNets; NaN stays NaN; the gradient at 0 and at 6 is 0.</summary>
/// <example><code>
/// var layer = new Relu6();
/// </code></example>
public sealed record Relu6 : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Relu6);
}
