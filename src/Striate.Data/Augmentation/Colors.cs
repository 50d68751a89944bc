using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Striate.Data.Augmentation;

/// <summary>Changes of colours from 0 to 1 in place, as torchvision's <c>functional</c> makes them of float pictures; pictures of another number of channels than 3 are grey in each of them.</summary>
internal static class Colors
{
    /// <summary>x · factor.</summary>
    public static void Brightness(Span<float> colors, float factor) => Blend(colors, 0, factor);

    /// <summary>Away from the mean grey of the whole picture, or towards it.</summary>
    public static void Contrast(Span<float> colors, int channels, float factor)
    {
        double sum = 0;
        if (channels != 3) sum = TensorPrimitives.Sum<float>(colors);
        else for (var i = 0; i <= colors.Length - 3; i += 3) sum += Grey(colors[i], colors[i + 1], colors[i + 2]);
        Blend(colors, (float)(sum / (channels == 3 ? colors.Length / 3 : colors.Length)), factor);
    }

    /// <summary>Away from each pixel's grey, or towards it.</summary>
    public static void Saturation(Span<float> colors, int channels, float factor)
    {
        if (channels != 3) return;
        for (var i = 0; i <= colors.Length - 3; i += 3)
        {
            var grey = (1 - factor) * Grey(colors[i], colors[i + 1], colors[i + 2]);
            colors[i] = factor * colors[i] + grey;
            colors[i + 1] = factor * colors[i + 1] + grey;
            colors[i + 2] = factor * colors[i + 2] + grey;
        }
        TensorPrimitives.Clamp(colors, 0f, 1f, colors);
    }

    /// <summary>Turns the hue by a share of the colour circle, as HSV has it.</summary>
    public static void Hue(Span<float> colors, int channels, float turn)
    {
        if (channels != 3 || turn == 0) return;
        for (var i = 0; i < colors.Length; i += 3)
        {
            var (r, g, b) = (colors[i], colors[i + 1], colors[i + 2]);
            var value = Math.Max(r, Math.Max(g, b));
            var range = value - Math.Min(r, Math.Min(g, b));
            if (range <= 0) continue;
            // Sixths of the circle.
            var hue = (value == r ? (g - b) / range : value == g ? 2 + (b - r) / range : 4 + (r - g) / range) + 6 * turn;
            // A channel follows max(0, min(k, 4 − k, 1)) with k = (n + hue) mod 6: the whole of HSV's six cases.
            (colors[i], colors[i + 1], colors[i + 2]) = (Channel(5, hue, value, range), Channel(3, hue, value, range), Channel(1, hue, value, range));
        }
    }

    /// <summary>factor · x + (1 − factor) · other, cut to 0…1.</summary>
    public static void Blend(Span<float> colors, float other, float factor)
    {
        var (scale, offset) = (new Vector<float>(factor), new Vector<float>((1 - factor) * other));
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(colors);
        foreach (ref var vector in vectors) vector = Vector.Min(Vector.Max(vector * scale + offset, Vector<float>.Zero), Vector<float>.One);
        for (var i = vectors.Length * Vector<float>.Count; i < colors.Length; i++) colors[i] = Math.Clamp(colors[i] * factor + (1 - factor) * other, 0, 1);
    }

    private static float Grey(float r, float g, float b) => 0.2989f * r + 0.587f * g + 0.114f * b;

    private static float Channel(int n, float hue, float value, float range)
    {
        var k = n + hue;
        k -= 6 * MathF.Floor(k / 6);
        return value - range * Math.Max(0, Math.Min(1, Math.Min(k, 4 - k)));
    }
}
