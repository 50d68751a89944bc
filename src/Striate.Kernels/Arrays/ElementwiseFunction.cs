namespace Striate.Kernels.Arrays;

/// <summary>A function y of a number x, some with settings α and β.</summary>
public enum ElementwiseFunction
{
    /// <summary>|x|.</summary>
    Absolute,

    /// <summary>−x.</summary>
    Negative,

    /// <summary>−1, 0 or 1.</summary>
    Sign,

    /// <summary>α · x + β.</summary>
    Linear,

    /// <summary>min(max(x, α), β): β where α is greater.</summary>
    Clip,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>√x.</summary>
    SquareRoot,

    /// <summary>eˣ.</summary>
    Exponential,

    /// <summary>The natural logarithm.</summary>
    Logarithm,

    /// <summary>The greatest whole number that is not greater.</summary>
    Floor,

    /// <summary>The least whole number that is not less.</summary>
    Ceiling,

    /// <summary>The nearest whole number; the even one of two.</summary>
    Round,

    /// <summary>sin x.</summary>
    Sine,

    /// <summary>cos x.</summary>
    Cosine,

    /// <summary>tan x.</summary>
    Tangent,

    /// <summary>The angle between −π/2 and π/2 whose sine is x.</summary>
    ArcSine,

    /// <summary>The angle between 0 and π whose cosine is x.</summary>
    ArcCosine,

    /// <summary>The angle between −π/2 and π/2 whose tangent is x.</summary>
    ArcTangent,

    /// <summary>(eˣ − e⁻ˣ) / 2.</summary>
    HyperbolicSine,

    /// <summary>(eˣ + e⁻ˣ) / 2.</summary>
    HyperbolicCosine,

    /// <summary>The number whose hyperbolic sine is x.</summary>
    AreaSine,

    /// <summary>The number, not less than 0, whose hyperbolic cosine is x.</summary>
    AreaCosine,

    /// <summary>The number whose hyperbolic tangent is x.</summary>
    AreaTangent,

    /// <summary>The error function, 2 / √π · ∫₀ˣ exp(−t²) dt.</summary>
    Error,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>x · tanh(log(1 + eˣ)).</summary>
    Mish,

    /// <summary>x · sigmoid(α · x).</summary>
    Swish,

    /// <summary>max(x, 0) + min(α · (exp(x / α) − 1), 0).</summary>
    Celu,

    /// <summary>x for x &gt; 0, otherwise α · (eˣ − 1), all times β.</summary>
    ScaledElu,

    /// <summary>x for x &gt; α, otherwise 0.</summary>
    ThresholdedRelu,

    /// <summary>x + β for x &lt; −α, x − β for x &gt; α, otherwise 0.</summary>
    Shrink,

    /// <summary>min(max(α · x + β, 0), 1).</summary>
    HardSigmoid,

    /// <summary>Whether it is no number.</summary>
    IsNaN,

    /// <summary>Whether it is infinite: below 0 if α is not 0, above if β is not.</summary>
    IsInfinite,

    /// <summary>Every bit the other way; of a truth, the other one.</summary>
    Not,
}
