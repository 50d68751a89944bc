using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>Puts something of another example of the batch into an example, and as much of its class: targets become probabilities of all classes.</summary>
/// <remarks>The other example is the next one of the batch, and the first one for the last, before it was mixed itself. A batch of one stays as it is. It comes behind all augmentations of single pictures.</remarks>
public abstract record PairAugmentation : Augmentation
{
    /// <summary>A picture alone stays as it is.</summary>
    /// <inheritdoc/>
    public sealed override void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random) => from.CopyTo(to);

    /// <summary>Mixes another picture into one.</summary>
    /// <param name="input">Height × width × channels; changed in place.</param>
    /// <param name="other">The other picture.</param>
    /// <param name="shape">Height × width × channels.</param>
    /// <param name="random">The numbers of this augmentation for this example and epoch.</param>
    /// <returns>The share that is still the picture's own, from 0 to 1: the weight of its class.</returns>
    public abstract float Mix(Span<float> input, ReadOnlySpan<float> other, Shape shape, PhiloxStream random);
}
