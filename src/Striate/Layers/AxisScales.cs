using System.Collections.Immutable;
using System.Globalization;

namespace Striate.Layers;

/// <summary>A factor for each spatial axis, or one for all: <c>2</c>, <c>0.5f</c>, <c>(1, 1.5f)</c>; outermost axis first.</summary>
public readonly struct AxisScales : IEquatable<AxisScales>
{
    private readonly ImmutableArray<float> _scales;

    /// <summary>Factors, outermost axis first; a single one stands for all axes.</summary>
    public AxisScales(params ReadOnlySpan<float> scales) => _scales = [.. scales];

    /// <summary>The factors as they were given.</summary>
    public ImmutableArray<float> Scales => _scales.IsDefault ? [1] : _scales;

    /// <summary>Whether there is a factor for each of <paramref name="rank"/> axes.</summary>
    public bool Fits(int rank) => Scales.Length == 1 || Scales.Length == rank;

    /// <summary>The factor along an axis.</summary>
    public float At(int axis) => Scales.Length == 1 ? Scales[0] : Scales[axis];

    /// <summary>One factor for all axes.</summary>
    public static implicit operator AxisScales(float scale) => new(scale);

    /// <summary>Height and width.</summary>
    public static implicit operator AxisScales((float Height, float Width) scales) => new(scales.Height, scales.Width);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator AxisScales((float Depth, float Height, float Width) scales) => new(scales.Depth, scales.Height, scales.Width);

    /// <summary>The same whole factors.</summary>
    public static implicit operator AxisScales(AxisSizes sizes) => new([.. sizes.Sizes.Select(size => (float)size)]);

    /// <inheritdoc/>
    public bool Equals(AxisScales other) => Scales.AsSpan().SequenceEqual(other.Scales.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisScales other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Scales.Aggregate(17, HashCode.Combine);

    /// <summary>The factors joined by ×.</summary>
    public override string ToString() => string.Join('×', Scales.Select(scale => scale.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Whether both give the same factors.</summary>
    public static bool operator ==(AxisScales left, AxisScales right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(AxisScales left, AxisScales right) => !left.Equals(right);
}
