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
        if (classes.Count == 0 || classes.Distinct().Count() < classes.Count || classes.Any(number => number < 0 || number >= ClassNames.Count))
            throw new ArgumentException($"{Name} has the classes 0 to {ClassNames.Count - 1}; {(classes.Count == 0 ? "none" : string.Join(", ", classes))} cannot be chosen.");
        if (each is < 1) throw new ArgumentException($"A class keeps 1 example or more, not {each}.");
        var left = new int[ClassNames.Count];
        foreach (var number in classes) left[number] = each ?? int.MaxValue;
        int[] kept = [.. Enumerable.Range(0, Count).Where(i => left[(int)_targets[i]]-- > 0)];
        if (kept.Length == 0) throw new ArgumentException($"{Name} has no example of the classes {string.Join(", ", classes)}.");
        var order = classes.Select((number, place) => (number, place)).ToDictionary(pair => pair.number, pair => pair.place);
        float[] targets = [.. kept.Select(i => (float)order[(int)_targets[i]])];
        return new MemoryDataset(Name, InputShape, TargetShape, Gather(_bytes, kept), Gather(_floats, kept), targets, [.. classes.Select(number => ClassNames[number])], Preprocessing);
    }

    private T[]? Gather<T>(T[]? values, int[] examples)
    {
        if (values is null) return null;
        var gathered = new T[(long)examples.Length * _length];
        for (var i = 0; i < examples.Length; i++) values.AsSpan(examples[i] * _length, _length).CopyTo(gathered.AsSpan(i * _length));
        return gathered;
    }
}
