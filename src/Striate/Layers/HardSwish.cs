using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, section 5.2); the gradient is 0 up to −3, x / 3 + ½ between, 1 from 3 on.</summary>
/// <example><code>
/// var layer = new HardSwish();
/// </code></example>
public sealed record HardSwish : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.HardSwish);
}
