using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Enlarges or shrinks the picture about its centre, bilinear, zeros outside; the picture's size stays.</summary>
/// <param name="Least">The least factor, more than 0.</param>
/// <param name="Most">The largest factor.</param>
public sealed record Scaling(float Least, float Most) : Augmentation
{
    /// <inheritdoc/>
    public override string Keyword => "scale";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random) =>
        AffineMap.Of(scale: Least + (Most - Least) * random.Uniform(0)).Apply(from, to, shape);
}
