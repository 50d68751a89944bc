using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = λ · x for x &gt; 0, otherwise λ · α · (exp(x) − 1), with λ = 1.05070099 and α = 1.67326324, which keep mean 0 and variance 1 (Klambauer et al. 2017, equation 2).</summary>
/// <example><code>
/// var layer = new Selu();
/// </code></example>
public sealed record Selu : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Selu);
}
