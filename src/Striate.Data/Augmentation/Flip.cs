using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Mirrors a picture, left to right, with probability ½.</summary>
public sealed record Flip : Augmentation
{
    /// <summary>Whether top and bottom change places, not left and right.</summary>
    public bool Vertical { get; init; }

    /// <summary>Whether chance decides for the first epoch alone, and every later one takes what the one before did not: two epochs show each picture from both sides (Jordan 2024, section 3.6).</summary>
    public bool Alternates { get; init; }

    /// <inheritdoc/>
    public override string Keyword => Alternates ? "alternate" : Vertical ? "flip-vertical" : "flip";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        if (random.Below(0, 2) == 0) from.CopyTo(to);
        else Mirror(from, to, shape);
    }

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random, PhiloxStream lasting, int epoch)
    {
        if (!Alternates) Apply(from, to, shape, random);
        else if ((lasting.Below(0, 2) + epoch) % 2 == 0) from.CopyTo(to);
        else Mirror(from, to, shape);
    }

    private void Mirror(ReadOnlySpan<float> from, Span<float> to, Shape shape)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var row = width * channels;
        for (var y = 0; y < height; y++)
        {
            if (Vertical) from.Slice((height - 1 - y) * row, row).CopyTo(to[(y * row)..]);
            else if (channels == 3) MirrorColors(from.Slice(y * row, row), to.Slice(y * row, row));
            else for (var x = 0; x < width; x++) from.Slice(y * row + (width - 1 - x) * channels, channels).CopyTo(to[(y * row + x * channels)..]);
        }
    }

    private static void MirrorColors(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var i = 0; i <= to.Length - 3; i += 3)
        {
            var j = from.Length - 3 - i;
            (to[i], to[i + 1], to[i + 2]) = (from[j], from[j + 1], from[j + 2]);
        }
    }
}
