using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Mirrors a picture, left to right, with probability ½.</summary>
public sealed record Flip : Augmentation
{
    /// <summary>Whether chance decides for the first epoch alone, and every later one takes what the one before did not: two epochs show each picture from both sides (Jordan 2024, section 3.6).</summary>
    public bool Alternates { get; init; }

    /// <inheritdoc/>
    public override string Keyword => Alternates ? "alternate" : "flip";

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

    private static void Mirror(ReadOnlySpan<float> from, Span<float> to, Shape shape)
    {
        var (width, channels) = (shape[1], shape[2]);
        for (var row = 0; row < shape[0]; row++)
            for (var column = 0; column < width; column++)
                from.Slice((row * width + width - 1 - column) * channels, channels).CopyTo(to[((row * width + column) * channels)..]);
    }
}
