namespace Striate.Kernels.Elementwise;

/// <summary>What the gradients of activations are computed from.</summary>
public static class ActivationGradients
{
    /// <summary>Whether the gradient needs x: the function falls and rises, so that y does not tell.</summary>
    public static bool ReadsInput(this Activation activation) => activation is Activation.Silu or Activation.HardSwish or Activation.Gelu or Activation.GeluTanh;

    /// <summary>Whether the same rule gives the gradient from x and from y.</summary>
    public static bool ReadsEither(this Activation activation) => activation is Activation.Identity or Activation.Relu or Activation.LeakyRelu or Activation.Relu6;
}
