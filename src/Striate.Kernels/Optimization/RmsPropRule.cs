using System.Numerics;

namespace Striate.Kernels.Optimization;

/// <summary>v ← αv + (1−α)g²; b ← μb + g / (√v + ε); w ← w − η·b: PyTorch's RMSprop. The slots are v and b.</summary>
/// <param name="LearningRate">η.</param>
/// <param name="Alpha">α.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Momentum">μ.</param>
/// <param name="WeightDecay">λ, added to g as λ·w.</param>
public readonly record struct RmsPropRule(float LearningRate, double Alpha, float Epsilon, float Momentum, float WeightDecay) : IUpdateRule
{
    /// <inheritdoc/>
    public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        g += w * WeightDecay;
        first = first * (float)Alpha + g * g * (float)(1 - Alpha);
        second = second * Momentum + g / (Vector.SquareRoot(first) + new Vector<float>(Epsilon));
        w -= second * LearningRate;
    }
}
