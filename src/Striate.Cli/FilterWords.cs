using System.Globalization;
using Striate.Filters;
using Striate.Tensors;

namespace Striate.Cli;

/// <summary>Filters as words of the command line.</summary>
internal static class FilterWords
{
    public const string Help = "box:3 (box:3x5), gaussian:5,1.0, sobel, sobel-y, prewitt, prewitt-y, laplacian, edge, sharpen, identity, shift (shift:ROWS,COLUMNS), gabor:SIZE,WAVELENGTH,DEGREES, dct:SIZE,U,V, or FILE.csv, FILE.npy";

    /// <summary>The filter of a word, for maps of a number of axes.</summary>
    public static Filter Parse(string text, int axes)
    {
        if (text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)) return OfFile(text, axes);
        var (word, numbers) = text.Split(':', 2) is [var name, var rest] ? (name, rest.Split(',')) : (text, []);
        Filter Plane(Func<Filter> make) => axes == 2 ? make() : throw new ArgumentException($"--kernel {text} has two axes; the map has {axes}. Kernels for any number of axes: box, gaussian, identity, FILE.npy.");
        int Whole(int i) => int.TryParse(numbers[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= 4096 ? value : throw Unknown(text);
        double Number(int i) => double.TryParse(numbers[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Unknown(text);
        return (word, numbers.Length) switch
        {
            ("box", 1) => Filter.Box(Sizes(text, numbers[0], axes)),
            ("gaussian", 2) => Filter.Gaussian(Whole(0), Number(1), axes),
            ("identity", 0) => Filter.Identity(3, axes),
            ("sobel", 0) => Plane(() => Filter.Sobel),
            ("sobel-y", 0) => Plane(Filter.Sobel.Transposed),
            ("prewitt", 0) => Plane(() => Filter.Prewitt),
            ("prewitt-y", 0) => Plane(Filter.Prewitt.Transposed),
            ("laplacian", 0) => Plane(() => Filter.Laplacian),
            ("edge", 0) => Plane(() => Filter.Edge),
            ("sharpen", 0) => Plane(() => Filter.Sharpen()),
            ("sharpen", 1) => Plane(() => Filter.Sharpen(Whole(0))),
            ("shift", 0) => Plane(() => Filter.Shift(0, 1)),
            ("shift", 2) => Plane(() => Filter.Shift(Reach(0), Reach(1))),
            ("gabor", 3) => Plane(() => Filter.Gabor(Whole(0), Number(1), Number(2))),
            ("dct", 3) => Plane(() => Filter.Dct(Whole(0), Whole(1), Whole(2))),
            _ => throw Unknown(text),
        };

        int Reach(int i) => Math.Abs(Whole(i)) <= 256 ? Whole(i) : throw new ArgumentException($"--kernel {text} reaches farther than 256.");
    }

    private static int[] Sizes(string text, string size, int axes)
    {
        var sizes = Options.Sizes("--kernel", size);
        if (!sizes.Fits(axes)) throw new ArgumentException($"--kernel {text} has {sizes.Sizes.Length} sizes; the map has {axes} axes.");
        return [.. Enumerable.Range(0, axes).Select(sizes.At)];
    }

    private static Filter OfFile(string path, int axes)
    {
        var map = MapFiles.Read(path);
        Shape shape = Shape.Of([.. map.Shape[..^1]]);
        // A row of a table is a kernel of one axis.
        if (axes == 1 && shape.Rank == 2 && shape[0] == 1) shape = Shape.Of(shape[1]);
        if (shape.Rank != axes) throw new InvalidDataException($"'{path}' is a kernel of {shape}; the map has {axes} axes.");
        return new Filter(Path.GetFileNameWithoutExtension(path), shape, map.ToArray());
    }

    private static ArgumentException Unknown(string text) => new($"--kernel {text} is unknown. There are: {Help}.");
}
