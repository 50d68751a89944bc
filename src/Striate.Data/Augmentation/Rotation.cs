using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Turns the picture about its centre by up to an angle, either way, bilinear, zeros outside.</summary>
/// <param name="Degrees">The largest angle.</param>
public sealed record Rotation(float Degrees) : Augmentation
{
    /// <inheritdoc/>
    public override string Keyword => "rotate";

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random) =>
        AffineMap.Of(degrees: (2 * random.Uniform(0) - 1) * Degrees).Apply(from, to, shape);
}
