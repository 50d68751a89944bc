using Striate.Tensors;

namespace Striate.Training;

/// <summary>Examples that can be read in any order, by many threads at once.</summary>
/// <remarks>Reading is a pure function of (index, epoch): the same call writes the same bits, on any thread. Augmentation depends on the epoch, nothing else does.</remarks>
public interface IDataset
{
    /// <summary>How the data are called in messages and reports.</summary>
    string Name { get; }

    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>The shape of one input, channels-last, without the batch.</summary>
    Shape InputShape { get; }

    /// <summary>The shape of one target: <see cref="Shape.Scalar"/> for a class index, one number a class for probabilities.</summary>
    Shape TargetShape { get; }

    /// <summary>The names of the classes; empty if targets are numbers (regression).</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Writes one example.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="epoch">The epoch, from 0, that augmentation draws its random numbers for.</param>
    /// <param name="input">As many floats as <see cref="InputShape"/> holds.</param>
    /// <param name="target">As many floats as <see cref="TargetShape"/> holds; class indices are whole numbers.</param>
    void Read(int index, int epoch, Span<float> input, Span<float> target);
}
