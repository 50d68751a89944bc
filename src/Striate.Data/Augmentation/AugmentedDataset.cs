using Striate.Kernels.Random;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Augmentation;

/// <summary>A data set whose pictures are changed at random when they are read: a function of the seed, the epoch and the example, nothing else.</summary>
public sealed class AugmentedDataset : IDataset
{
    // Purposes of random numbers for augmentations begin here, one for each place in the list.
    private const uint FirstPurpose = 16;

    [ThreadStatic]
    private static float[]? _scratch;

    private readonly IDataset _source;
    private readonly IReadOnlyList<Augmentation> _augmentations;
    private readonly ulong _seed;

    /// <summary>Applies augmentations in their order.</summary>
    /// <exception cref="ArgumentException">The examples are no pictures of height × width × channels.</exception>
    public AugmentedDataset(IDataset source, IReadOnlyList<Augmentation> augmentations, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(augmentations);
        if (source.InputShape.Rank != 3 && augmentations.Count > 0) throw new ArgumentException($"Augmentation works on height × width × channels; the examples of {source.Name} are {source.InputShape}.");
        (_source, _augmentations, _seed) = (source, augmentations, seed);
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public int Count => _source.Count;

    /// <inheritdoc/>
    public Shape InputShape => _source.InputShape;

    /// <inheritdoc/>
    public Shape TargetShape => _source.TargetShape;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _source.ClassNames;

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        _source.Read(index, epoch, input, target);
        if (_scratch is null || _scratch.Length < input.Length) _scratch = new float[input.Length];
        var scratch = _scratch.AsSpan(0, input.Length);
        for (var i = 0; i < _augmentations.Count; i++)
        {
            input.CopyTo(scratch);
            var purpose = FirstPurpose + (uint)i;
            _augmentations[i].Apply(scratch, input, InputShape, new PhiloxStream(_seed, purpose, (uint)index, (ulong)epoch), new PhiloxStream(_seed, purpose, (uint)index, ulong.MaxValue), epoch);
        }
    }
}
