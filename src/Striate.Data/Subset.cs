using System.Globalization;
using Striate.Data.Augmentation;
using Striate.Data.Readers;
using Striate.Kernels.Random;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data;

/// <summary>Some of the examples of a data set.</summary>
public sealed class Subset : IPreprocessedDataset, ILabelledDataset, IBytePictures, ICropSource
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

    /// <inheritdoc/>
    public Preprocessing? Preprocessing => (_source as IPreprocessedDataset)?.Preprocessing;

    /// <inheritdoc/>
    public IDataset With(Preprocessing preprocessing) => _source is IPreprocessedDataset source
        ? new Subset(source.With(preprocessing), _indices)
        : throw new InvalidOperationException($"{Name} holds floats, which are used as they are.");

    /// <summary>The examples' numbers in the data they are of.</summary>
    public IReadOnlyList<int> Indices => _indices;

    /// <inheritdoc/>
    public bool HasLabels => _source is ILabelledDataset { HasLabels: true };

    /// <inheritdoc/>
    public int Label(int index) => ((ILabelledDataset)_source).Label(_indices[index]);

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

    /// <summary>Cuts the examples into parts whose classes are as frequent as in the whole (each within two examples of its share);
    /// chosen by the seed alone.</summary>
    /// <param name="source">The data; without one class an example, as for numbers to predict, the parts are simply random.</param>
    /// <param name="shares">The parts' shares, which sum to 1.</param>
    /// <param name="seed">The key of the choice.</param>
    /// <exception cref="ArgumentException">The shares do not sum to 1, or a part would be empty.</exception>
    public static IReadOnlyList<Subset> Stratify(IDataset source, IReadOnlyList<double> shares, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Count == 0) throw new ArgumentException("Shares are positive and sum to 1; none were given.");
        var text = string.Join(", ", shares.Select(share => share.ToString(CultureInfo.InvariantCulture)));
        if (shares.Any(share => !(share > 0)) || Math.Abs(shares.Sum() - 1) > 1e-6)
            throw new ArgumentException($"Shares are positive and sum to 1; {text} were given, which sum to {shares.Sum():0.######}.");
        var (parts, wanted) = (shares.Select(_ => new List<int>()).ToArray(), new double[shares.Count]);
        // Each example goes to the part that lags most behind its share. Classes come one behind the other, so that every part takes its share of each.
        foreach (var example in ByClass(source, seed))
        {
            for (var part = 0; part < shares.Count; part++) wanted[part] += shares[part];
            var next = 0;
            for (var part = 1; part < shares.Count; part++)
                if (wanted[part] - parts[part].Count > wanted[next] - parts[next].Count + 1e-9) next = part;
            parts[next].Add(example);
        }
        if (parts.Any(part => part.Count == 0)) throw new ArgumentException($"Shares of {text} of {source.Count} examples leave a part empty.");
        foreach (var part in parts) part.Sort();
        return [.. parts.Select(part => new Subset(source, [.. part]))];
    }

    // The examples of class 0 in random order, then those of class 1, and so on.
    private static IEnumerable<int> ByClass(IDataset source, ulong seed)
    {
        var classes = source.ClassNames.Count > 0 && source.TargetShape == Shape.Scalar ? ExampleLabels.Of(source) : new int[source.Count];
        return Enumerable.Range(0, classes.Length).GroupBy(i => classes[i]).OrderBy(group => group.Key).SelectMany(group =>
        {
            var order = group.ToArray();
            new PhiloxStream(seed, SplitPurpose, (uint)group.Key + 1, 0).Shuffle(order);
            return order;
        });
    }

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target) => _source.Read(_indices[index], epoch, input, target);

    internal Subset For(Network network) => new(_source.For(network), _indices);

    bool IBytePictures.HasBytes => _source is IBytePictures { HasBytes: true };

    void IBytePictures.ReadBytes(int index, Span<byte> input) => ((IBytePictures)_source).ReadBytes(_indices[index], input);

    bool ICropSource.HasCrops => _source is ICropSource { HasCrops: true };

    void ICropSource.ReadCrop(int index, RandomResizedCrop crop, PhiloxStream random, Span<float> input, Span<float> target) => ((ICropSource)_source).ReadCrop(_indices[index], crop, random, input, target);
}
