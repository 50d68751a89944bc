using Striate.Kernels.Elementwise;
using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = x · Φ(x), Φ being the normal distribution: x · ½ (1 + erf(x / √2)) (Hendrycks &amp; Gimpel 2016); or ½ x (1 + tanh(√(2 / π) · (x + 0.044715 x³))), their approximation.</summary>
/// <remarks>Both forms as in PyTorch (<c>approximate</c> none and tanh) and ONNX. Φ has a relative error below 3e-7.</remarks>
/// <example><code>
/// var layer = new Gelu { Approximate = true };
/// </code></example>
public sealed record Gelu : ActivationLayer
{
    /// <summary>Whether the form with tanh stands for the distribution.</summary>
    public bool Approximate { get; init; }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Approximate ? Activation.GeluTanh : Activation.Gelu);
}
