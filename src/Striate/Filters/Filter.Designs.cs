using System.Globalization;
using Striate.Tensors;

namespace Striate.Filters;

public sealed partial class Filter
{
    private const int MostNumbers = 1 << 20;

    /// <summary>Differences to the right, smoothed downwards: [1 2 1]ᵀ · [1 0 −1] (Sobel &amp; Feldman 1968).</summary>
    public static Filter Sobel { get; } = Plane("sobel", 3, 1, 0, -1, 2, 0, -2, 1, 0, -1);

    /// <summary>Differences to the right, averaged downwards: [1 1 1]ᵀ · [1 0 −1] (Prewitt 1970).</summary>
    public static Filter Prewitt { get; } = Plane("prewitt", 3, 1, 0, -1, 1, 0, -1, 1, 0, -1);

    /// <summary>The sum of both second differences.</summary>
    public static Filter Laplacian { get; } = Plane("laplacian", 3, 0, 1, 0, 1, -4, 1, 0, 1, 0);

    /// <summary>The pixel to the right less this one: vertical edges (Goodfellow, Bengio, Courville 2016, figure 9.6).</summary>
    public static Filter Edge { get; } = new("edge", Shape.Of(1, 2), [-1, 1]);

    /// <summary>Twice the picture less its mean over n × n pixels: differences from the surroundings are doubled, constants stay.</summary>
    public static Filter Sharpen(int size = 3)
    {
        var box = Box(Odd("sharpen", size), size);
        float[] values = [.. box.Values.Select(value => -value)];
        values[values.Length / 2] = (float)(2 - 1.0 / values.Length);
        return new Filter("sharpen", box.Shape, values);
    }

    /// <summary>The mean over a window: 1 / (n₁ · n₂ · …) everywhere.</summary>
    /// <param name="sizes">A size for each axis.</param>
    public static Filter Box(params ReadOnlySpan<int> sizes)
    {
        var shape = Sizes("box", sizes);
        return new Filter("box", shape, [.. Enumerable.Repeat((float)(1.0 / shape.Length), (int)shape.Length)]);
    }

    /// <summary>exp(−Σ u² / (2σ²)) at distances u from the centre, divided by its sum.</summary>
    /// <param name="size">n along each axis.</param>
    /// <param name="deviation">σ in pixels.</param>
    /// <param name="axes">The number of axes.</param>
    public static Filter Gaussian(int size, double deviation, int axes = 2)
    {
        if (!(deviation > 0 && double.IsFinite(deviation))) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The deviation of a Gaussian is above 0, not {deviation}."));
        var shape = Sizes("gaussian", [.. Enumerable.Repeat(size, axes)]);
        var values = Sampled(shape, place => Math.Exp(-place.Sum(at => Math.Pow(at - (size - 1) / 2.0, 2)) / (2 * deviation * deviation)));
        var sum = values.Sum();
        return new Filter("gaussian", shape, [.. values.Select(value => (float)(value / sum))]);
    }

    /// <summary>1 at the centre: the map stays as it is.</summary>
    public static Filter Identity(int size = 3, int axes = 2) => new("identity", Sizes("identity", [.. Enumerable.Repeat(Odd("identity", size), axes)]), One(size, axes, 0));

    /// <summary>1 beside the centre. Under correlation the map moves the other way: with the 1 to the right of the centre it moves to the left; under convolution to the right.</summary>
    /// <param name="rows">How far below the centre the 1 stands.</param>
    /// <param name="columns">How far to its right.</param>
    public static Filter Shift(int rows, int columns)
    {
        var reach = Math.Max(1, Math.Max(Math.Abs(rows), Math.Abs(columns)));
        var shape = Sizes("shift", 2 * reach + 1, 2 * reach + 1);
        return new Filter("shift", shape, One(2 * reach + 1, 2, rows * (2 * reach + 1) + columns));
    }

    /// <summary>A wave under a bell: exp(−(a² + γ²b²) / (2σ²)) · cos(2πa/λ + ψ), a and b being the distances from the centre along and across the wave (Daugman 1985).</summary>
    /// <param name="size">n along both axes.</param>
    /// <param name="wavelength">λ in pixels.</param>
    /// <param name="degrees">The direction of a: 0 to the right, 90 downwards.</param>
    /// <param name="phase">ψ in degrees: 0 for bars, 90 for edges.</param>
    /// <param name="deviation">σ in pixels; 0.56 · λ, a bandwidth of one octave, if null.</param>
    /// <param name="aspect">γ: how much shorter the bell is across the wave.</param>
    public static Filter Gabor(int size, double wavelength, double degrees, double phase = 0, double? deviation = null, double aspect = 0.5)
    {
        if (!(wavelength > 0 && double.IsFinite(wavelength))) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The wavelength of a Gabor filter is above 0, not {wavelength}."));
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var (sigma, centre) = (deviation ?? 0.56 * wavelength, (size - 1) / 2.0);
        var values = Sampled(Sizes("gabor", size, size), place =>
        {
            var (y, x) = (place[0] - centre, place[1] - centre);
            var (a, b) = (x * cosine + y * sine, y * cosine - x * sine);
            return Math.Exp(-(a * a + aspect * aspect * b * b) / (2 * sigma * sigma)) * Math.Cos(2 * Math.PI * a / wavelength + phase * Math.PI / 180);
        });
        return new Filter("gabor", Shape.Of(size, size), [.. values.Select(value => (float)value)]);
    }

    /// <summary>A basis function of the discrete cosine transform (DCT-II): c(u) · c(v) · cos((2y + 1)uπ / 2n) · cos((2x + 1)vπ / 2n) with c(0) = √(1/n), otherwise √(2/n): all n² of them have length 1 and right angles.</summary>
    /// <param name="size">n along both axes.</param>
    /// <param name="rows">u: half waves downwards, 0 to n − 1.</param>
    /// <param name="columns">v: half waves to the right, 0 to n − 1.</param>
    public static Filter Dct(int size, int rows, int columns)
    {
        var shape = Sizes("dct", size, size);
        if (rows < 0 || columns < 0 || rows >= size || columns >= size) throw new ArgumentException($"A cosine kernel of {size}×{size} has 0 to {size - 1} half waves along each axis, not {rows} and {columns}.");
        double Wave(int at, int count) => Math.Sqrt((count == 0 ? 1.0 : 2) / size) * Math.Cos((2 * at + 1) * count * Math.PI / (2 * size));
        return new Filter("dct", shape, [.. Sampled(shape, place => Wave(place[0], rows) * Wave(place[1], columns)).Select(value => (float)value)]);
    }

    private static Filter Plane(string name, int columns, params float[] values) => new(name, Shape.Of(values.Length / columns, columns), values);

    private static Shape Sizes(string name, params ReadOnlySpan<int> sizes)
    {
        var count = 1L;
        foreach (var size in sizes) count = size < 1 ? 0 : Math.Min(count * size, MostNumbers + 1L);
        if (sizes.Length is < 1 or > 3 || count is 0 or > MostNumbers)
            throw new ArgumentException($"A kernel '{name}' of {string.Join('×', sizes.ToArray())} cannot be: it has one to three axes of 1 or more and at most {MostNumbers} numbers.");
        return Shape.Of(sizes);
    }

    private static int Odd(string name, int size) => size >= 1 && size % 2 == 1 ? size : throw new ArgumentException($"A kernel '{name}' needs a centre: its size is odd, not {size}.");

    private static float[] One(int size, int axes, int from)
    {
        var values = new float[(int)Math.Pow(size, axes)];
        values[values.Length / 2 + from] = 1;
        return values;
    }

    private static double[] Sampled(Shape shape, Func<int[], double> at)
    {
        var (values, place) = (new double[shape.Length], new int[shape.Rank]);
        for (var i = 0; i < values.Length; i++)
        {
            for (int axis = shape.Rank - 1, rest = i; axis >= 0; rest /= shape[axis], axis--) place[axis] = rest % shape[axis];
            values[i] = at(place);
        }
        return values;
    }
}
