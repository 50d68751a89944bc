using Striate.Kernels.Random;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Augmentation;

/// <summary>A data set whose pictures are changed at random when they are read: a function of the seed, the epoch and the example (and, for <see cref="PairAugmentation"/>, of the example it meets in its batch), nothing else.</summary>
/// <remarks>With a pair augmentation targets are probabilities of all classes; where there are several of them, chance takes one for each example.</remarks>
public sealed class AugmentedDataset : IMixedDataset, ILabelledDataset
{
    // Purposes of random numbers for augmentations begin here, one for each place in the list; the choice among pairs has the one before.
    private const uint FirstPurpose = 16;

    [ThreadStatic]
    private static float[]? _scratch;

    private readonly IDataset _source;
    private readonly ICropSource? _crops;
    private readonly IReadOnlyList<Augmentation> _augmentations;
    private readonly PairAugmentation[] _pairs;
    private readonly ColorScale? _colors;
    private readonly ulong _seed;

    /// <summary>Applies augmentations in their order.</summary>
    /// <exception cref="ArgumentException">The examples are no pictures of height × width × channels, or have no classes or colours where an augmentation needs them.</exception>
    public AugmentedDataset(IDataset source, IReadOnlyList<Augmentation> augmentations, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(augmentations);
        if (source.InputShape.Rank != 3 && augmentations.Count > 0) throw new ArgumentException($"Augmentation works on height × width × channels; the examples of {source.Name} are {source.InputShape}.");
        (_source, _augmentations, _seed) = (source, augmentations, seed);
        _crops = augmentations is [RandomResizedCrop, ..] && source is ICropSource { HasCrops: true } crops ? crops : null;
        _pairs = [.. augmentations.OfType<PairAugmentation>()];
        if (_pairs.Length > 0 && (source.ClassNames.Count < 2 || source.TargetShape != Shape.Scalar))
            throw new ArgumentException($"{_pairs[0].Keyword} mixes classes; the examples of {source.Name} have no class of several each.");
        if (augmentations.FirstOrDefault(augmentation => augmentation.ChangesColors) is not { } coloring) return;
        _colors = source is IPreprocessedDataset { Preprocessing: { } preprocessing }
            ? new ColorScale(preprocessing, source.InputShape.Channels)
            : throw new ArgumentException($"{coloring.Keyword} changes colours; the examples of {source.Name} are floats, of which nobody knows black and white.");
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public int Count => _source.Count;

    /// <inheritdoc/>
    public Shape InputShape => _source.InputShape;

    /// <summary>That of the source, or one probability a class with a pair augmentation.</summary>
    public Shape TargetShape => IsMixed ? Shape.Of(_source.ClassNames.Count) : _source.TargetShape;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _source.ClassNames;

    /// <inheritdoc/>
    public bool IsMixed => _pairs.Length > 0;

    /// <summary>Whether the source tells classes, of examples before they are mixed.</summary>
    public bool HasLabels => _source is ILabelledDataset { HasLabels: true };

    /// <inheritdoc/>
    public int Label(int index) => ((ILabelledDataset)_source).Label(index);

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        Span<float> label = stackalloc float[1];
        var first = 0;
        if (_crops is not null) _crops.ReadCrop(index, (RandomResizedCrop)_augmentations[first++], Random(0, index, epoch), input, IsMixed ? label : target);
        else _source.Read(index, epoch, input, IsMixed ? label : target);
        if (IsMixed)
        {
            target.Clear();
            target[(int)label[0]] = 1;
        }
        Change(index, epoch, input, first);
    }

    /// <inheritdoc/>
    public void Mix(ReadOnlySpan<int> examples, int epoch, Span<float> inputs, Span<float> targets)
    {
        if (_pairs.Length == 0 || examples.Length < 2) return;
        var (input, target) = (inputs.Length / examples.Length, targets.Length / examples.Length);
        var scratch = Scratch(input + target);
        // The last meets the first as it was.
        inputs[..input].CopyTo(scratch);
        targets[..target].CopyTo(scratch[input..]);
        for (var i = 0; i < examples.Length; i++)
        {
            var isLast = i == examples.Length - 1;
            var other = isLast ? scratch[..input] : inputs.Slice((i + 1) * input, input);
            var otherTarget = isLast ? scratch[input..] : targets.Slice((i + 1) * target, target);
            var pair = _pairs.Length == 1 ? 0 : Random(-1, examples[i], epoch).Below(0, _pairs.Length);
            var place = PlaceOf(_pairs[pair]);
            var share = _pairs[pair].Mix(inputs.Slice(i * input, input), other, InputShape, Random(place, examples[i], epoch));
            for (var c = 0; c < target; c++) targets[i * target + c] = share * targets[i * target + c] + (1 - share) * otherTarget[c];
        }
    }

    // From buffer to buffer and back; colours stay colours from one augmentation of colours to the next.
    private void Change(int index, int epoch, Span<float> input, int first)
    {
        var scratch = Scratch(input.Length);
        var (isInScratch, isColor) = (false, false);
        for (var i = first; i < _augmentations.Count; i++)
        {
            var augmentation = _augmentations[i];
            if (augmentation is PairAugmentation) continue;
            var from = isInScratch ? scratch : input;
            var to = isInScratch ? input : scratch;
            if (augmentation.ChangesColors != isColor)
            {
                if (isColor) _colors!.FromColors(from);
                else _colors!.ToColors(from);
                isColor = !isColor;
            }
            augmentation.Apply(from, to, InputShape, Random(i, index, epoch), new PhiloxStream(_seed, FirstPurpose + (uint)i, (uint)index, ulong.MaxValue), epoch);
            isInScratch = !isInScratch;
        }
        if (isInScratch) scratch.CopyTo(input);
        if (isColor) _colors!.FromColors(input);
    }

    private int PlaceOf(PairAugmentation pair)
    {
        for (var i = 0; i < _augmentations.Count; i++)
            if (ReferenceEquals(_augmentations[i], pair)) return i;
        return 0;
    }

    private PhiloxStream Random(int place, int index, int epoch) => new(_seed, (uint)(FirstPurpose + place), (uint)index, (ulong)epoch);

    private static Span<float> Scratch(int length)
    {
        if (_scratch is null || _scratch.Length < length) _scratch = new float[length];
        return _scratch.AsSpan(0, length);
    }
}
