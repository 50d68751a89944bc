using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Leans the picture's columns and rows about its centre, each by up to an angle, bilinear, zeros outside.</summary>
/// <param name="Degrees">The largest angle, below 90.</param>
public sealed record Shear(float Degrees) : Augmentation
{
    /// <inheritdoc/>
    public override string Keyword => "shear";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random) =>
        AffineMap.Of(shearX: (2 * random.Uniform(0) - 1) * Degrees, shearY: (2 * random.Uniform(1) - 1) * Degrees).Apply(from, to, shape);
}
