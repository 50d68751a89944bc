using System.Numerics.Tensors;

namespace Striate.Networks;

/// <summary>A <see cref="Preprocessing"/> for a number of channels: y = (x · factor − mean[c]) / scale[c] over pixels of bytes, channels last.</summary>
/// <remarks>Immutable, safe from many threads; applying it allocates nothing. Data sets and predictors share it, so that both give the same bits.</remarks>
public sealed class PixelScaling
{
    // (x · f − mean) / scale = x · (f / scale) − mean / scale.
    private readonly float[] _factors;
    private readonly float[] _offsets;

    /// <summary>For pixels of some channels.</summary>
    /// <exception cref="ArgumentException">There are neither as many means (or scales) as channels nor none.</exception>
    public PixelScaling(Preprocessing preprocessing, int channels)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        var (mean, scale) = (preprocessing.Mean, preprocessing.Scale);
        if ((mean.Length != 0 && mean.Length != channels) || (scale.Length != 0 && scale.Length != channels))
            throw new ArgumentException($"Preprocessing has {mean.Length} means and {scale.Length} scales for {channels} channels.");
        float Scale(int c) => scale.Length == 0 ? 1 : scale[c];
        var factors = Enumerable.Range(0, channels).Select(c => preprocessing.Factor / Scale(c)).ToArray();
        var offsets = Enumerable.Range(0, channels).Select(c => mean.Length == 0 ? 0 : -mean[c] / Scale(c)).ToArray();
        // Channels that are treated alike are one long row.
        var isAlike = !factors.AsSpan().ContainsAnyExcept(factors[0]) && !offsets.AsSpan().ContainsAnyExcept(offsets[0]);
        (_factors, _offsets) = isAlike ? ([factors[0]], [offsets[0]]) : (factors, offsets);
    }

    /// <summary>From bytes to the network's numbers.</summary>
    /// <param name="pixels">Whole pixels, channels last.</param>
    /// <param name="inputs">As many numbers.</param>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        TensorPrimitives.ConvertTruncating(pixels, inputs);
        if (_factors.Length == 1)
        {
            TensorPrimitives.Multiply(inputs, _factors[0], inputs);
            TensorPrimitives.Add(inputs, _offsets[0], inputs);
            return;
        }
        for (var i = 0; i < inputs.Length; i += _factors.Length)
            for (var c = 0; c < _factors.Length; c++) inputs[i + c] = inputs[i + c] * _factors[c] + _offsets[c];
    }
}
