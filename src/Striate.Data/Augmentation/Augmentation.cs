using Striate.Kernels.Random;
using Striate.Tensors;

namespace Striate.Data.Augmentation;

/// <summary>A random change of a picture that does not change what it shows.</summary>
/// <remarks>An augmentation of your own derives from this record, or from <see cref="PairAugmentation"/> if it takes two pictures.</remarks>
public abstract record Augmentation
{
    /// <summary>The word on the command line.</summary>
    public abstract string Keyword { get; }

    /// <summary>Whether <see cref="Apply(ReadOnlySpan{float}, Span{float}, Shape, PhiloxStream)"/> wants and gives colours from 0 (black) to 1 (white).
    /// Otherwise it works on the network's numbers, of which 0 is the mean colour if the data are standardised.</summary>
    public virtual bool ChangesColors => false;

    /// <summary>Writes the changed picture.</summary>
    /// <param name="from">Height × width × channels.</param>
    /// <param name="to">As long as <paramref name="from"/>.</param>
    /// <param name="shape">Height × width × channels.</param>
    /// <param name="random">The numbers of this augmentation for this example and epoch.</param>
    public abstract void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random);

    /// <summary>Writes the changed picture, for an augmentation whose epochs depend on each other.</summary>
    /// <param name="from">Height × width × channels.</param>
    /// <param name="to">As long as <paramref name="from"/>.</param>
    /// <param name="shape">Height × width × channels.</param>
    /// <param name="random">The numbers of this augmentation for this example and epoch.</param>
    /// <param name="lasting">The numbers of this augmentation for this example, the same in every epoch.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    public virtual void Apply(ReadOnlySpan<float> from, Span<float> to, Shape shape, PhiloxStream random, PhiloxStream lasting, int epoch) => Apply(from, to, shape, random);
}
