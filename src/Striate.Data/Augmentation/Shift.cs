using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Moves the picture by up to some pixels along each axis; zeros come in at the border. The same as padding by as many zeros and cropping at random.</summary>
/// <param name="Pixels">The farthest move.</param>
public sealed record Shift(int Pixels) : Augmentation
{
    /// <inheritdoc/>
    public override string Keyword => "shift";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var (down, across) = (random.Below(0, 2 * Pixels + 1) - Pixels, random.Below(1, 2 * Pixels + 1) - Pixels);
        to.Clear();
        var (first, last) = (Math.Max(0, across), Math.Min(width, width + across));
        if (first >= last) return;
        for (var row = Math.Max(0, down); row < Math.Min(height, height + down); row++)
            from.Slice(((row - down) * width + first - across) * channels, (last - first) * channels).CopyTo(to[((row * width + first) * channels)..]);
    }
}
