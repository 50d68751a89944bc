using Striate.Data.Readers;
using Striate.Networks;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Data;

/// <summary>Examples that lie in memory: bytes that are scaled while they are read, or floats as they are.</summary>
/// <remarks>Inputs are channels-last. Reading allocates nothing and is safe from many threads.</remarks>
public sealed partial class MemoryDataset : IPreprocessedDataset, ILabelledDataset, IBytePictures
{
    private readonly byte[]? _bytes;
    private readonly float[]? _floats;
    private readonly float[] _targets;
    private readonly PixelScaling? _scaling;
    private readonly int _length;
    private readonly int _targetLength;

    private MemoryDataset(string name, Shape input, Shape target, byte[]? bytes, float[]? floats, float[] targets, IReadOnlyList<string> classes, Preprocessing? preprocessing)
    {
        (Name, InputShape, TargetShape, _bytes, _floats, _targets, ClassNames, Preprocessing) = (name, input, target, bytes, floats, targets, classes, preprocessing);
        (_length, _targetLength) = ((int)input.Length, (int)target.Length);
        Count = (bytes?.Length ?? floats!.Length) / _length;
        if (targets.Length != Count * _targetLength)
            throw new InvalidDataException($"{name}: {Count} inputs of {input}, but {targets.Length} target numbers of {target} each.");
        _scaling = preprocessing is null ? null : new PixelScaling(preprocessing, input.Channels);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public Shape TargetShape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How bytes become numbers; null for floats as they are.</summary>
    public Preprocessing? Preprocessing { get; }

    /// <summary>Bytes with a class index each.</summary>
    /// <exception cref="InvalidDataException">A label is out of range, or the numbers of inputs and labels differ.</exception>
    public static MemoryDataset OfBytes(string name, Shape input, byte[] bytes, ReadOnlySpan<byte> labels, IReadOnlyList<string> classes, Preprocessing? preprocessing = null)
    {
        var targets = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes.Count) throw new InvalidDataException($"{name}: label {labels[i]} of example {i} is out of range; there are {classes.Count} classes, 0 to {classes.Count - 1}.");
            targets[i] = labels[i];
        }
        return new MemoryDataset(name, input, Shape.Scalar, bytes, null, targets, classes, preprocessing ?? Preprocessing.Bytes);
    }

    /// <summary>Bytes with targets of any shape.</summary>
    public static MemoryDataset OfBytes(string name, Shape input, byte[] bytes, Shape target, float[] targets, IReadOnlyList<string> classes) =>
        new(name, input, target, bytes, null, targets, classes, Preprocessing.Bytes);

    /// <summary>Floats, as they are.</summary>
    public static MemoryDataset OfFloats(string name, Shape input, float[] values, Shape target, float[] targets, IReadOnlyList<string> classes) =>
        new(name, input, target, null, values, targets, classes, null);

    /// <summary>The same bytes under another preprocessing.</summary>
    public MemoryDataset With(Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (_bytes is null) throw new InvalidOperationException($"{Name} holds floats, which are used as they are.");
        return new MemoryDataset(Name, InputShape, TargetShape, _bytes, null, _targets, ClassNames, preprocessing);
    }

    IDataset IPreprocessedDataset.With(Preprocessing preprocessing) => With(preprocessing);

    /// <inheritdoc/>
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        _targets.AsSpan(index * _targetLength, _targetLength).CopyTo(target);
        if (_floats is not null)
        {
            _floats.AsSpan(index * _length, _length).CopyTo(input);
            return;
        }
        _scaling!.Apply(_bytes.AsSpan(index * _length, _length), input);
    }

    bool IBytePictures.HasBytes => _bytes is not null && Preprocessing == Preprocessing.Bytes;

    void IBytePictures.ReadBytes(int index, Span<byte> input) => _bytes.AsSpan(index * _length, _length).CopyTo(input);
}
