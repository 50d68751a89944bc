using Striate.Kernels.Random;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data;

/// <summary>Some of the examples of a data set.</summary>
public sealed class Subset : IDataset
{
    // The purpose of random numbers for splits: streams of different purposes never meet.
    private const uint SplitPurpose = 4;

    private readonly IDataset _source;
    private readonly int[] _indices;

    /// <summary>The examples of given indices, in that order.</summary>
    public Subset(IDataset source, int[] indices) => (_source, _indices) = (source, indices);

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public int Count => _indices.Length;

    /// <inheritdoc/>
    public Shape InputShape => _source.InputShape;

    /// <inheritdoc/>
    public Shape TargetShape => _source.TargetShape;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _source.ClassNames;

    /// <summary>Holds back a share of the examples, chosen by the seed alone.</summary>
    /// <param name="source">The data.</param>
    /// <param name="share">Between 0 and 1.</param>
    /// <param name="seed">The key of the choice.</param>
    /// <exception cref="ArgumentException">One part would be empty.</exception>
    public static (Subset Kept, Subset HeldBack) Split(IDataset source, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        var held = (int)Math.Round(source.Count * share);
        if (!(share > 0 && share < 1) || held < 1 || held >= source.Count)
            throw new ArgumentException($"A share of {share} of {source.Count} examples leaves a part empty; it must lie between 0 and 1.");
        var order = Enumerable.Range(0, source.Count).ToArray();
        new PhiloxStream(seed, SplitPurpose, 0, 0).Shuffle(order);
        var (back, rest) = (order[..held], order[held..]);
        Array.Sort(back);
        Array.Sort(rest);
        return (new Subset(source, rest), new Subset(source, back));
    }

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target) => _source.Read(_indices[index], epoch, input, target);
}
