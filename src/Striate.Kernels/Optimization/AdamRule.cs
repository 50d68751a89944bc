using System.Numerics;

namespace Striate.Kernels.Optimization;

/// <summary>Adam (Kingma &amp; Ba 2015, algorithm 1) and AdamW (Loshchilov &amp; Hutter 2019, algorithm 2) in PyTorch's form. The slots are m and v.</summary>
/// <remarks>m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − η/(1−β₁ᵗ) · m / (√v / √(1−β₂ᵗ) + ε); decay is added to g, or taken from w first if decoupled.</remarks>
public readonly struct AdamRule : IUpdateRule
{
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _rest1;
    private readonly float _rest2;
    private readonly float _coupled;
    private readonly float _shrink;
    private readonly float _stepSize;
    private readonly float _rootScale;
    private readonly float _epsilon;

    /// <summary>The rule for step number <paramref name="step"/>, counted from 1.</summary>
    public AdamRule(float learningRate, double beta1, double beta2, float epsilon, float weightDecay, bool decoupled, long step)
    {
        // 1 − β is taken in double: in float, 1 − 0.999 is wrong in the fifth digit.
        (_beta1, _beta2, _rest1, _rest2, _epsilon) = ((float)beta1, (float)beta2, (float)(1 - beta1), (float)(1 - beta2), epsilon);
        (_coupled, _shrink) = decoupled ? (0, 1 - learningRate * weightDecay) : (weightDecay, 1f);
        _stepSize = (float)(learningRate / (1 - Math.Pow(beta1, step)));
        _rootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }

    /// <inheritdoc/>
    public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        w *= _shrink;
        g += w * _coupled;
        first = first * _beta1 + g * _rest1;
        second = second * _beta2 + g * g * _rest2;
        w -= first * _stepSize / (Vector.SquareRoot(second) * _rootScale + new Vector<float>(_epsilon));
    }
}
