using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = x · sigmoid(x), also called swish (Elfwing, Uchibe, Doya 2018); the gradient is s + x · s · (1 − s) with s = sigmoid(x).</summary>
/// <remarks>It falls and rises, so training keeps its input: behind a <see cref="BatchNormalization"/> it costs nothing, since that computes its own output again.</remarks>
/// <example><code>
/// var layer = new Silu();
/// </code></example>
public sealed record Silu : ActivationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Activation.Silu);
}
