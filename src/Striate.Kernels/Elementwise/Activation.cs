namespace Striate.Kernels.Elementwise;

/// <summary>A function of one number that kernels apply while its value is still in a register.</summary>
/// <remarks>The gradient of most is a function of their own output, so that a training step keeps no input for them; <see cref="ActivationGradients.ReadsInput"/> names the others.</remarks>
public enum Activation
{
    /// <summary>y = x.</summary>
    Identity,

    /// <summary>y = max(x, 0); NaN stays NaN. The gradient at 0 is 0.</summary>
    Relu,

    /// <summary>y = x for x &gt; 0, otherwise slope · x. The slope must not be negative.</summary>
    LeakyRelu,

    /// <summary>y = tanh x.</summary>
    Tanh,

    /// <summary>y = 1 / (1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>y = min(max(x, 0), 6). The gradient at 0 and at 6 is 0.</summary>
    Relu6,

    /// <summary>y = x · sigmoid(x).</summary>
    Silu,

    /// <summary>y = min(max(slope · x + ½, 0), 1).</summary>
    HardSigmoid,

    /// <summary>y = x · min(max(x + 3, 0), 6) / 6.</summary>
    HardSwish,

    /// <summary>y = x for x &gt; 0, otherwise slope · (exp(x) − 1). The slope must not be negative.</summary>
    Elu,

    /// <summary>y = x · Φ(x) with the normal distribution Φ.</summary>
    Gelu,

    /// <summary>y = ½ x · (1 + tanh(√(2 / π) · (x + 0.044715 x³))).</summary>
    GeluTanh,

    /// <summary>y = λ · x for x &gt; 0, otherwise λ · α · (exp(x) − 1), with λ = 1.05070099 and α = 1.67326324.</summary>
    Selu,

    /// <summary>y = log(1 + exp(x)).</summary>
    Softplus,
}
