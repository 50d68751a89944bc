using Striate.Kernels.Elementwise;
using Striate.Kernels.Tests.Elementwise;

namespace Striate.Kernels.Tests.Normalization;

/// <summary>Batch normalisation in double, straight from its formulas, with magnitudes for tolerances.</summary>
internal static class NormalizationOracle
{
    /// <summary>Mean and biased variance of each channel.</summary>
    public static (Expected Mean, Expected Variance) Statistics(ReadOnlySpan<float> x, int channels)
    {
        var (mean, variance, pixels) = (new Expected(channels), new Expected(channels), x.Length / channels);
        for (var i = 0; i < x.Length; i++) mean.Add(i % channels, (double)x[i] / pixels);
        for (var i = 0; i < x.Length; i++) variance.Add(i % channels, Math.Pow(x[i] - mean.Value[i % channels], 2) / pixels);
        // A mean that is off by δ adds δ² to the variance, and δ may be the whole bound of the mean.
        for (var c = 0; c < channels; c++) variance.Magnitude[c] += mean.BoundOf(c, pixels) * mean.Magnitude[c];
        return (mean, variance);
    }

    /// <summary>y = activation(γ · (x − mean) · inverseDeviation + β + addend).</summary>
    public static Expected Normalize(NormalizationProblem p)
    {
        var y = new Expected(p.X.Length);
        for (var i = 0; i < p.X.Length; i++)
        {
            var (value, magnitude) = Argument(p, i);
            // No activation is steeper than 2.
            (y.Value[i], y.Magnitude[i]) = (ActivationOracle.Value(p.Activation, p.Slope, value), 2 * magnitude + ActivationOracle.Magnitude(p.Activation, p.Slope, value));
        }
        return y;
    }

    /// <summary>With g = dy · activation' and x̂ = (x − mean) · inverseDeviation: dβ = Σ g, dγ = Σ g · x̂, dx = γ · inverseDeviation · (g − dβ/n − x̂ · dγ/n).</summary>
    /// <returns>dx, the gradient of the addend (g), dγ and dβ.</returns>
    public static (Expected X, Expected Addend, Expected Gamma, Expected Beta) Backward(NormalizationProblem p)
    {
        var (dx, g, gamma, beta) = (new Expected(p.X.Length), new Expected(p.X.Length), new Expected(p.Channels), new Expected(p.Channels));
        for (var i = 0; i < p.X.Length; i++)
        {
            var c = i % p.Channels;
            var (value, magnitude) = Argument(p, i);
            g.Value[i] = p.Dy[i] * ActivationOracle.Derivative(p.Activation, p.Slope, value);
            g.Magnitude[i] = p.Activation == Activation.Identity ? 0 : Math.Abs(p.Dy[i]) * ActivationOracle.DerivativeMagnitude(p.Activation, p.Slope, value) * (1 + magnitude);
            beta.Value[c] += g.Value[i];
            beta.Magnitude[c] += g.Magnitude[i] + Math.Abs(g.Value[i]);
            gamma.Value[c] += g.Value[i] * Normalized(p, i);
            gamma.Magnitude[c] += (g.Magnitude[i] + Math.Abs(g.Value[i])) * Math.Abs(Normalized(p, i));
        }
        for (var i = 0; i < p.X.Length; i++)
        {
            var (c, n) = (i % p.Channels, p.Pixels);
            var scale = (double)p.Gamma[c] * p.InverseDeviation[c];
            dx.Value[i] = scale * (g.Value[i] - beta.Value[c] / n - Normalized(p, i) * gamma.Value[c] / n);
            dx.Magnitude[i] = Math.Abs(scale) * (Math.Abs(g.Value[i]) + g.Magnitude[i] + beta.Magnitude[c] / n + Math.Abs(Normalized(p, i)) * gamma.Magnitude[c] / n);
        }
        return (dx, g, gamma, beta);
    }

    private static double Normalized(NormalizationProblem p, int i) => ((double)p.X[i] - p.Mean[i % p.Channels]) * p.InverseDeviation[i % p.Channels];

    // What the activation is applied to.
    private static (double Value, double Magnitude) Argument(NormalizationProblem p, int i)
    {
        var scaled = p.Gamma[i % p.Channels] * Normalized(p, i);
        var (shift, addend) = ((double)p.Beta[i % p.Channels], p.Addend.Length == 0 ? 0 : (double)p.Addend[i]);
        return (scaled + shift + addend, Math.Abs(scaled) + Math.Abs(shift) + Math.Abs(addend));
    }
}
