using System.Numerics;

namespace Striate.Kernels.Optimization;

/// <summary>g ← g + λ·w; v ← μ·v + g; w ← w − η·(nesterov ? g + μ·v : v): PyTorch's SGD. The first slot is v.</summary>
/// <param name="LearningRate">η.</param>
/// <param name="Momentum">μ.</param>
/// <param name="Nesterov">Whether to look ahead.</param>
/// <param name="WeightDecay">λ.</param>
public readonly record struct SgdRule(float LearningRate, float Momentum, bool Nesterov, float WeightDecay) : IUpdateRule
{
    /// <inheritdoc/>
    public void Apply(ref Vector<float> w, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        g += w * WeightDecay;
        first = first * Momentum + g;
        w -= (Nesterov ? g + first * Momentum : first) * LearningRate;
    }
}
