using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Moves the picture by up to some pixels along each axis; zeros, or the picture mirrored at its border pixels, come in. The same as padding and cropping at random.</summary>
/// <param name="Pixels">The farthest move.</param>
public sealed record Shift(int Pixels) : Augmentation
{
    /// <summary>Whether what comes in is the picture, mirrored; the border pixels themselves are not repeated.</summary>
    public bool Mirrors { get; init; }

    /// <inheritdoc/>
    public override string Keyword => Mirrors ? "mirror" : "shift";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var (down, across) = (random.Below(0, 2 * Pixels + 1) - Pixels, random.Below(1, 2 * Pixels + 1) - Pixels);
        if (Mirrors)
        {
            Mirror(from, to, shape, down, across);
            return;
        }
        to.Clear();
        var (first, last) = (Math.Max(0, across), Math.Min(width, width + across));
        if (first >= last) return;
        for (var row = Math.Max(0, down); row < Math.Min(height, height + down); row++)
            from.Slice(((row - down) * width + first - across) * channels, (last - first) * channels).CopyTo(to[((row * width + first) * channels)..]);
    }

    private static void Mirror(ReadOnlySpan<float> from, Span<float> to, Shape shape, int down, int across)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        for (var row = 0; row < height; row++)
        {
            var source = Mirrored.Place(row - down, height) * width;
            for (var column = 0; column < width; column++)
                from.Slice((source + Mirrored.Place(column - across, width)) * channels, channels).CopyTo(to[((row * width + column) * channels)..]);
        }
    }
}
