using Striate.Kernels.Convolution;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>The batch normalisation that follows a convolution, with running statistics: an affine map a channel that weights can absorb.</summary>
internal sealed record BatchNormalizationFold(Parameter Scale, Parameter Shift, Parameter Mean, Parameter Variance, Epsilon Epsilon)
{
    /// <summary>Whether the convolution is transposed: its weights lie by input channels, and the shape is that of the convolution that leads back.</summary>
    public bool Transposed { get; init; }

    /// <summary>w'[k] = w[k] · a, b'[k] = (b[k] − mean[k]) · a + β[k] with a = γ[k] · <see cref="Epsilon.InverseDeviation"/> and k the channel that a weight leads to.</summary>
    public void Apply(in ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> foldedWeights, Span<float> foldedBias)
    {
        var scale = Scale.Values;
        var shift = Shift.Values;
        var mean = Mean.Values;
        var variance = Variance.Values;
        var factors = new double[scale.Length];
        for (var k = 0; k < factors.Length; k++)
        {
            factors[k] = scale[k] * Epsilon.InverseDeviation(variance[k]);
            foldedBias[k] = (float)(((bias.IsEmpty ? 0 : bias[k]) - (double)mean[k]) * factors[k] + shift[k]);
        }
        var (inner, taps) = (shape.GroupInputChannels, shape.Taps);
        for (var row = 0; row < shape.OutputChannels * inner; row++)
        {
            var outer = row / inner;
            var factor = factors[Transposed ? outer / shape.GroupOutputChannels * inner + row % inner : outer];
            for (var i = row * taps; i < (row + 1) * taps; i++) foldedWeights[i] = (float)(weights[i] * factor);
        }
    }
}
