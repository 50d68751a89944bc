using System.Numerics.Tensors;
using Striate.Networks;

namespace Striate.Data.Augmentation;

/// <summary>From a network's numbers to colours from 0 to 1 and back: the inverse of a preprocessing of bytes.</summary>
internal sealed class ColorScale
{
    private readonly float[] _factors;
    private readonly float[] _offsets;

    public ColorScale(Preprocessing preprocessing, int channels)
    {
        // color = (y · scale + mean) / (255 · factor), y = (color · 255 · factor − mean) / scale.
        var white = 255 * preprocessing.Factor;
        _factors = [.. Enumerable.Range(0, channels).Select(c => (preprocessing.Scale.Length == 0 ? 1 : preprocessing.Scale[c]) / white)];
        _offsets = [.. Enumerable.Range(0, channels).Select(c => (preprocessing.Mean.Length == 0 ? 0 : preprocessing.Mean[c]) / white)];
    }

    public void ToColors(Span<float> values)
    {
        Each(values, _factors, _offsets);
        TensorPrimitives.Clamp(values, 0f, 1f, values);
    }

    public void FromColors(Span<float> values)
    {
        Span<float> factors = stackalloc float[_factors.Length], offsets = stackalloc float[_factors.Length];
        for (var c = 0; c < factors.Length; c++) (factors[c], offsets[c]) = (1 / _factors[c], -_offsets[c] / _factors[c]);
        Each(values, factors, offsets);
    }

    private static void Each(Span<float> values, ReadOnlySpan<float> factors, ReadOnlySpan<float> offsets)
    {
        if (factors.Length == 1)
        {
            TensorPrimitives.Multiply(values, factors[0], values);
            TensorPrimitives.Add(values, offsets[0], values);
            return;
        }
        for (var i = 0; i < values.Length; i += factors.Length)
            for (var c = 0; c < factors.Length; c++) values[i + c] = values[i + c] * factors[c] + offsets[c];
    }
}
