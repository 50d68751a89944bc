using System.Numerics.Tensors;
using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Blurs with a Gaussian of a random deviation; the picture is mirrored at its border pixels, and weights beyond three deviations are left out.</summary>
/// <param name="Most">The largest deviation in pixels; the least is 0.1.</param>
public sealed record GaussianBlur(float Most) : Augmentation
{
    private const float Least = 0.1f;

    [ThreadStatic]
    private static float[]? _between;

    /// <inheritdoc/>
    public override string Keyword => "blur";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random) =>
        Blur(from, to, shape, Math.Min(Least, Most) + Math.Max(0, Most - Least) * random.Uniform(0));

    internal static void Blur(ReadOnlySpan<float> from, Span<float> to, Shape shape, float deviation)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var radius = Math.Max(1, (int)MathF.Ceiling(3 * deviation));
        Span<float> weights = stackalloc float[Math.Min(radius, 255) + 1];
        radius = weights.Length - 1;
        for (var i = 0; i <= radius; i++) weights[i] = MathF.Exp(-0.5f * (i / deviation) * (i / deviation));
        var sum = 2 * TensorPrimitives.Sum<float>(weights[1..]) + weights[0];
        TensorPrimitives.Divide(weights, sum, weights);
        if (_between is null || _between.Length < from.Length) _between = new float[from.Length];
        var between = _between.AsSpan(0, from.Length);
        var row = width * channels;
        for (var y = 0; y < height; y++)
        {
            var line = between.Slice(y * row, row);
            TensorPrimitives.Multiply(from.Slice(y * row, row), weights[0], line);
            for (var i = 1; i <= radius; i++)
            {
                TensorPrimitives.MultiplyAdd(from.Slice(Mirrored.Place(y - i, height) * row, row), weights[i], line, line);
                TensorPrimitives.MultiplyAdd(from.Slice(Mirrored.Place(y + i, height) * row, row), weights[i], line, line);
            }
        }
        for (var y = 0; y < height; y++) BlurRow(between.Slice(y * row, row), to.Slice(y * row, row), channels, weights);
    }

    private static void BlurRow(ReadOnlySpan<float> from, Span<float> to, int channels, ReadOnlySpan<float> weights)
    {
        TensorPrimitives.Multiply(from, weights[0], to);
        var width = from.Length / channels;
        for (var i = 1; i < weights.Length; i++)
        {
            // Away from the border a neighbour is the same row, moved.
            var (first, length) = (Math.Min(i, width), Math.Max(0, width - 2 * i));
            var middle = to.Slice(first * channels, length * channels);
            TensorPrimitives.MultiplyAdd(from[..(length * channels)], weights[i], middle, middle);
            TensorPrimitives.MultiplyAdd(from.Slice(Math.Min(width, 2 * i) * channels, length * channels), weights[i], middle, middle);
            for (var x = 0; x < width; x++)
            {
                if (x == first) x += length;
                if (x >= width) break;
                var (before, behind) = (Mirrored.Place(x - i, width), Mirrored.Place(x + i, width));
                for (var c = 0; c < channels; c++) to[x * channels + c] += weights[i] * (from[before * channels + c] + from[behind * channels + c]);
            }
        }
    }
}
