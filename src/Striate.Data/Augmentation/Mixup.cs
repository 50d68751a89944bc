using System.Numerics.Tensors;
using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>λ of a picture and 1 − λ of another, in pictures and targets, with λ from a beta distribution (Zhang, Cisse, Dauphin, Lopez-Paz 2018).</summary>
/// <param name="Alpha">Both parameters of the distribution, more than 0: 1 makes every λ equally likely, small ones leave most pictures nearly alone.</param>
public sealed record Mixup(float Alpha) : PairAugmentation
{
    /// <inheritdoc/>
    public override string Keyword => "mixup";

    /// <inheritdoc/>
    public override float Mix(Span<float> input, ReadOnlySpan<float> other, Shape shape, PhiloxStream random)
    {
        var share = Beta.Symmetric(Alpha, random);
        TensorPrimitives.Multiply(input, share, input);
        TensorPrimitives.MultiplyAdd(other, 1 - share, input, input);
        return share;
    }
}
