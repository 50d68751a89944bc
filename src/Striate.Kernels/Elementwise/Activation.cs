namespace Striate.Kernels.Elementwise;

/// <summary>A function of one number that kernels apply while its value is still in a register.</summary>
/// <remarks>Each has a gradient that is a function of its own output, so that a training step keeps no input for it.</remarks>
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
}
