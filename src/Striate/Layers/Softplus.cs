using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = log(1 + exp(x)), a smooth max(x, 0) (Dugas et al. 2001); its slope is sigmoid(x).</summary>
/// <example><code>
/// var layer = new Softplus();
/// </code></example>
public sealed record Softplus : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Softplus);
}
