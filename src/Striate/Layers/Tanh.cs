using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = tanh x; the gradient is 1 − y².</summary>
/// <example><code>
/// var layer = new Tanh();
/// </code></example>
public sealed record Tanh : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Tanh);
}
