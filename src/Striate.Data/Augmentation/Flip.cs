using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Mirrors every second picture, left to right.</summary>
public sealed record Flip : Augmentation
{
    /// <inheritdoc/>
    public override string Keyword => "flip";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        if (random.Below(0, 2) == 0)
        {
            from.CopyTo(to);
            return;
        }
        var (width, channels) = (shape[1], shape[2]);
        for (var row = 0; row < shape[0]; row++)
            for (var column = 0; column < width; column++)
                from.Slice((row * width + width - 1 - column) * channels, channels).CopyTo(to[((row * width + column) * channels)..]);
    }
}
