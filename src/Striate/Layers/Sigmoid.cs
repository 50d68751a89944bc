using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = 1 / (1 + exp(−x)); the gradient is y · (1 − y).</summary>
/// <example><code>
/// var layer = new Sigmoid();
/// </code></example>
public sealed record Sigmoid : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Sigmoid);
}
