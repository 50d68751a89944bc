using Striate.Parameters;

namespace Striate.Steps;

/// <summary>The batch normalisation that follows a convolution, with running statistics: an affine map a channel that weights can absorb.</summary>
internal sealed record BatchNormalizationFold(Parameter Scale, Parameter Shift, Parameter Mean, Parameter Variance, float Epsilon)
{
    /// <summary>w'[k] = w[k] · a, b'[k] = (b[k] − mean[k]) · a + β[k] with a = γ[k] / √(variance[k] + ε).</summary>
    public void Apply(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> foldedWeights, Span<float> foldedBias)
    {
        var scale = Scale.Values;
        var shift = Shift.Values;
        var mean = Mean.Values;
        var variance = Variance.Values;
        var row = weights.Length / foldedBias.Length;
        for (var k = 0; k < foldedBias.Length; k++)
        {
            var factor = scale[k] / Math.Sqrt((double)variance[k] + Epsilon);
            foldedBias[k] = (float)(((bias.IsEmpty ? 0 : bias[k]) - (double)mean[k]) * factor + shift[k]);
            for (var i = k * row; i < (k + 1) * row; i++) foldedWeights[i] = (float)(weights[i] * factor);
        }
    }
}
