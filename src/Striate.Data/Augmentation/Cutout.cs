using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Sets a square at a random place to zero (DeVries &amp; Taylor 2017); its centre may be anywhere in the picture.</summary>
/// <param name="Size">The square's side.</param>
public sealed record Cutout(int Size) : Augmentation
{
    /// <inheritdoc/>
    public override string Keyword => "cutout";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random)
    {
        from.CopyTo(to);
        var (top, left) = (random.Below(0, shape[0]) - Size / 2, random.Below(1, shape[1]) - Size / 2);
        var (first, last) = (Math.Max(0, left), Math.Min(shape[1], left + Size));
        if (first >= last) return;
        for (var row = Math.Max(0, top); row < Math.Min(shape[0], top + Size); row++) to.Slice((row * shape[1] + first) * shape[2], (last - first) * shape[2]).Clear();
    }
}
