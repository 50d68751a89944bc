using System.Numerics.Tensors;
using Striate.Networks;

namespace Striate.Data.Augmentation;

/// <summary>From a network's numbers to colours from 0 to 1 and back: the inverse of a preprocessing of bytes.</summary>
internal sealed class ColorScale
{
    // Patterns of whole pixels, long enough for vectors.
    private readonly float[] _toFactors;
    private readonly float[] _toOffsets;
    private readonly float[] _fromFactors;
    private readonly float[] _fromOffsets;

    public ColorScale(Preprocessing preprocessing, int channels)
    {
        // color = (y · scale + mean) / (255 · factor), y = (color · 255 · factor − mean) / scale.
        var white = 255 * preprocessing.Factor;
        float Scale(int c) => preprocessing.Scale.Length == 0 ? 1 : preprocessing.Scale[c];
        float Mean(int c) => preprocessing.Mean.Length == 0 ? 0 : preprocessing.Mean[c];
        float[] Pattern(Func<int, float> value) => [.. Enumerable.Range(0, channels * (1 + 768 / channels)).Select(i => value(i % channels))];
        (_toFactors, _toOffsets) = (Pattern(c => Scale(c) / white), Pattern(c => Mean(c) / white));
        (_fromFactors, _fromOffsets) = (Pattern(c => white / Scale(c)), Pattern(c => -Mean(c) / Scale(c)));
    }

    public void ToColors(Span<float> values)
    {
        Each(values, _toFactors, _toOffsets);
        TensorPrimitives.Clamp(values, 0f, 1f, values);
    }

    public void FromColors(Span<float> values) => Each(values, _fromFactors, _fromOffsets);

    private static void Each(Span<float> values, float[] factors, float[] offsets)
    {
        for (var i = 0; i < values.Length; i += factors.Length)
        {
            var part = values.Slice(i, Math.Min(factors.Length, values.Length - i));
            TensorPrimitives.MultiplyAdd(part, factors.AsSpan(0, part.Length), offsets.AsSpan(0, part.Length), part);
        }
    }
}
