using System.Collections;
using System.Globalization;

namespace Striate.Tensors;

/// <summary>The sizes of a tensor's axes, outermost first: immutable, compared by value, of any rank.</summary>
/// <remarks>Feature maps are channels-last: <c>spatial… × C</c> for one example, <c>N × spatial… × C</c> for a batch.</remarks>
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[] _sizes;

    private Shape(int[] sizes)
    {
        long length = 1;
        foreach (var size in sizes)
        {
            if (size < 0) throw new ArgumentException($"A shape cannot hold the negative size {size}: {string.Join('×', sizes)}.");
            length = checked(length * size);
        }
        _sizes = sizes;
        Length = length;
    }

    /// <summary>The shape of a single number: rank 0, length 1.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>The number of axes.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The number of elements: the product of all sizes.</summary>
    public long Length { get; }

    /// <summary>The number of axes; as <see cref="Rank"/>.</summary>
    public int Count => _sizes.Length;

    /// <summary>The size of the last axis: the channels of a feature map.</summary>
    public int Channels => Rank == 0 ? 1 : _sizes[^1];

    /// <summary>The number of elements of an axis; <c>^1</c> counts from the end.</summary>
    public int this[int axis] => _sizes[axis];

    /// <summary>The sizes of some axes, as in <c>shape[..^1]</c>.</summary>
    public Shape this[Range axes] => new(_sizes[axes]);

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    /// <exception cref="OverflowException">The product of the sizes does not fit into 64 bits.</exception>
    public static Shape Of(params ReadOnlySpan<int> sizes) => sizes.Length == 0 ? Scalar : new Shape(sizes.ToArray());

    /// <summary>The shape <c>N × this</c>.</summary>
    public Shape WithBatch(int batch) => new([batch, .. _sizes]);

    /// <summary>This shape with another size of the last axis.</summary>
    public Shape WithChannels(int channels) => new([.. _sizes[..^1], channels]);

    /// <summary>The sizes as a span.</summary>
    public ReadOnlySpan<int> AsSpan() => _sizes;

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in _sizes) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>The sizes joined by ×, as in <c>28×28×1</c>; <c>scalar</c> for rank 0.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join('×', _sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _sizes.GetEnumerator();

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);
}
