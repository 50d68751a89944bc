using System.Collections.Immutable;

namespace Striate.Networks;

/// <summary>How raw values become the network's input: y = (x · <see cref="Factor"/> − mean[c]) / scale[c], channel by channel.</summary>
/// <remarks>Bytes of pictures are 0…255; a factor of 1/255 brings them to 0…1 before mean and scale, which then are in that unit.</remarks>
public sealed record Preprocessing
{
    /// <summary>No change but the factor.</summary>
    public static Preprocessing Bytes { get; } = new();

    /// <summary>Multiplies each raw value first.</summary>
    public float Factor { get; init; } = 1f / 255;

    /// <summary>A number a channel, or empty for zeros.</summary>
    public ImmutableArray<float> Mean { get; init; } = [];

    /// <summary>A number a channel, or empty for ones.</summary>
    public ImmutableArray<float> Scale { get; init; } = [];

    /// <summary>How a picture of any size becomes the network's: the largest box of the network's proportions in the middle, scaled by this share of its sides (0.875 is resizing to 256 and cutting out 224);
    /// null for the whole picture, resized whatever its proportions.</summary>
    public float? Crop { get; init; }

    /// <inheritdoc/>
    public bool Equals(Preprocessing? other) =>
        other is not null && Factor.Equals(other.Factor) && Crop.Equals(other.Crop) && Mean.AsSpan().SequenceEqual(other.Mean.AsSpan()) && Scale.AsSpan().SequenceEqual(other.Scale.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Factor, Crop, Mean.Length, Scale.Length);
}
