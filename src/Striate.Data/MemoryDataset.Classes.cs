using Striate.Tensors;

namespace Striate.Data;

/// <content>Some classes alone.</content>
public sealed partial class MemoryDataset
{
    /// <summary>The examples of some classes, which are counted anew from 0 in the order given.</summary>
    /// <param name="classes">The classes by their numbers here.</param>
    /// <param name="each">The most examples of each class, the first ones; null for all.</param>
    /// <exception cref="ArgumentException">Targets are not one class an example, a class does not exist or is named twice, or nothing would be left.</exception>
    public MemoryDataset OfClasses(IReadOnlyList<int> classes, int? each = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (TargetShape != Shape.Scalar || ClassNames.Count == 0) throw new ArgumentException($"{Name} has no class an example to choose by.");
        var (kept, targets) = ClassChoice.Pick(Name, [.. _targets.Select(target => (int)target)], ClassNames.Count, classes, each);
        return new MemoryDataset(Name, InputShape, TargetShape, Gather(_bytes, kept), Gather(_floats, kept), [.. targets.Select(target => (float)target)], [.. classes.Select(number => ClassNames[number])], Preprocessing);
    }

    /// <inheritdoc/>
    public bool HasLabels => TargetShape == Shape.Scalar && ClassNames.Count > 0;

    /// <inheritdoc/>
    public int Label(int index) => (int)_targets[index];

    private T[]? Gather<T>(T[]? values, int[] examples)
    {
        if (values is null) return null;
        var gathered = new T[(long)examples.Length * _length];
        for (var i = 0; i < examples.Length; i++) values.AsSpan(examples[i] * _length, _length).CopyTo(gathered.AsSpan(i * _length));
        return gathered;
    }
}
