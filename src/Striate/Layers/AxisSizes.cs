using System.Collections.Immutable;

namespace Striate.Layers;

/// <summary>A number for each spatial axis, or one for all: <c>3</c>, <c>(3, 5)</c>, <c>(1, 3, 3)</c>; outermost axis first.</summary>
public readonly struct AxisSizes : IEquatable<AxisSizes>
{
    private readonly ImmutableArray<int> _sizes;

    /// <summary>Sizes, outermost axis first; a single one stands for all axes.</summary>
    public AxisSizes(params ReadOnlySpan<int> sizes) => _sizes = [.. sizes];

    /// <summary>The sizes as they were given.</summary>
    public ImmutableArray<int> Sizes => _sizes.IsDefault ? [1] : _sizes;

    /// <summary>Whether there is a size for each of <paramref name="rank"/> axes.</summary>
    public bool Fits(int rank) => Sizes.Length == 1 || Sizes.Length == rank;

    /// <summary>The size along an axis.</summary>
    public int At(int axis) => Sizes.Length == 1 ? Sizes[0] : Sizes[axis];

    /// <summary>One size for all axes.</summary>
    public static implicit operator AxisSizes(int size) => new(size);

    /// <summary>Height and width.</summary>
    public static implicit operator AxisSizes((int Height, int Width) sizes) => new(sizes.Height, sizes.Width);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator AxisSizes((int Depth, int Height, int Width) sizes) => new(sizes.Depth, sizes.Height, sizes.Width);

    /// <inheritdoc/>
    public bool Equals(AxisSizes other) => Sizes.AsSpan().SequenceEqual(other.Sizes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisSizes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Sizes.Aggregate(17, HashCode.Combine);

    /// <summary>The sizes joined by ×.</summary>
    public override string ToString() => string.Join('×', Sizes);

    /// <summary>Whether both give the same sizes.</summary>
    public static bool operator ==(AxisSizes left, AxisSizes right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(AxisSizes left, AxisSizes right) => !left.Equals(right);
}
