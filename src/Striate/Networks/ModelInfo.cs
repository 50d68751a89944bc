using System.Collections.Immutable;

namespace Striate.Networks;

/// <summary>What a model file says beside the network: how raw values become inputs, and what the outputs are called.</summary>
public sealed record ModelInfo
{
    /// <summary>Nothing is known.</summary>
    public static ModelInfo None { get; } = new();

    /// <summary>How raw values become the network's input; null if unknown.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>The names of the classes in the order of the outputs; empty if unknown.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>What the network is called, as in <c>lenet5</c>; empty if unknown.</summary>
    public string Name { get; init; } = "";

    /// <summary>What should be known of the file that the network came from, a sentence each, as that its numbers were rounded. Not a part of what is saved or compared.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(ModelInfo? other) => other is not null && Equals(Preprocessing, other.Preprocessing) && Name == other.Name
        && ClassNames.AsSpan().SequenceEqual(other.ClassNames.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Preprocessing, Name, ClassNames.Length);
}
