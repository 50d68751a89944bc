using System.Collections;
using Striate.Tensors;

namespace Striate.Filters;

/// <summary>Filters of one size, to begin a convolution with or to freeze it at.</summary>
/// <example><code>
/// var layer = new Convolution(16, 7) { WeightInitializer = Initializer.Of(FilterBank.Gabor(7, orientations: 8, wavelengths: [4, 8])), Frozen = true };
/// </code></example>
public sealed class FilterBank : IReadOnlyList<Filter>, IEquatable<FilterBank>
{
    private readonly Filter[] _filters;

    /// <summary>A bank.</summary>
    /// <exception cref="ArgumentException">There is no filter, or their sizes differ.</exception>
    public FilterBank(params IReadOnlyList<Filter> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        if (filters.Count == 0) throw new ArgumentException("A bank has one filter or more.");
        if (filters.FirstOrDefault(filter => filter.Shape != filters[0].Shape) is { } other) throw new ArgumentException($"The filters of a bank have one size; {other} stands beside {filters[0]}.");
        _filters = [.. filters];
    }

    /// <summary>Eight kernels of 3×3: Sobel's and Prewitt's along both axes, Laplace's, a Gaussian of σ = 0.85, the mean, and sharpening.</summary>
    public static FilterBank Classic { get; } =
        new(Filter.Sobel, Filter.Sobel.Transposed(), Filter.Prewitt, Filter.Prewitt.Transposed(), Filter.Laplacian, Filter.Gaussian(3, 0.85), Filter.Box(3, 3), Filter.Sharpen());

    /// <summary>The size of each filter.</summary>
    public Shape Shape => _filters[0].Shape;

    /// <summary>The number of filters.</summary>
    public int Count => _filters.Length;

    /// <summary>A filter.</summary>
    public Filter this[int index] => _filters[index];

    /// <summary>Bars (phase 0) of every wavelength at evenly turned directions from 0° to below 180°, with Σ k² = 1.</summary>
    /// <param name="size">n along both axes.</param>
    /// <param name="orientations">Directions.</param>
    /// <param name="wavelengths">λ in pixels.</param>
    public static FilterBank Gabor(int size, int orientations, params IReadOnlyList<double> wavelengths)
    {
        ArgumentNullException.ThrowIfNull(wavelengths);
        if (orientations < 1) throw new ArgumentException($"A Gabor bank has 1 direction or more, not {orientations}.");
        return new FilterBank([.. wavelengths.SelectMany(wavelength => Enumerable.Range(0, orientations).Select(i => Filter.Gabor(size, wavelength, 180.0 * i / orientations).Normalized()))]);
    }

    /// <summary>All n² basis functions of the discrete cosine transform, the slowest waves first (along diagonals, as in JPEG's order without its turns).</summary>
    /// <param name="size">n along both axes.</param>
    public static FilterBank Dct(int size)
    {
        var places = Enumerable.Range(0, size * size).Select(i => (Row: i / size, Column: i % size)).OrderBy(place => place.Row + place.Column).ThenBy(place => place.Row);
        return new FilterBank([.. places.Select(place => Filter.Dct(size, place.Row, place.Column))]);
    }

    /// <inheritdoc/>
    public IEnumerator<Filter> GetEnumerator() => ((IEnumerable<Filter>)_filters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether all sizes and numbers are the same.</summary>
    public bool Equals(FilterBank? other) =>
        other is not null && other.Count == Count && other.Shape == Shape && _filters.Zip(other._filters, (a, b) => a.Values.SequenceEqual(b.Values)).All(same => same);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FilterBank);

    /// <inheritdoc/>
    public override int GetHashCode() => _filters.SelectMany(filter => filter.Values).Aggregate(Count, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"{Count} filters of {Shape}";
}
