using Striate.Tensors;
using Striate.Training;

namespace Striate.Data.Synthetic;

/// <summary>Generated pictures: the same seed gives the same bytes on every machine of one kind, whatever the number of threads.</summary>
public static class SyntheticPictures
{
    /// <summary>Grey digits 0 to 9.</summary>
    /// <param name="count">Pictures to learn from.</param>
    /// <param name="test">Pictures to test, others than those to learn from.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="seed">The key of all random numbers.</param>
    public static DataSplits Digits(int count = 12000, int test = 2000, int size = 28, ulong seed = 0) =>
        Make("synthetic:digits", 1, [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")], count, test, size, 1, seed, DigitPictures.Draw);

    /// <summary>Coloured discs, squares, triangles, stars, crosses and rings.</summary>
    /// <param name="count">Pictures to learn from.</param>
    /// <param name="test">Pictures to test, others than those to learn from.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="seed">The key of all random numbers.</param>
    public static DataSplits Shapes(int count = 12000, int test = 2000, int size = 32, ulong seed = 0) =>
        Make("synthetic:shapes", 2, ShapePictures.Names, count, test, size, 3, seed, ShapePictures.Draw);

    private delegate void Painter(Draws draws, int label, int size, Span<float> pixels);

    private static DataSplits Make(string name, uint kind, IReadOnlyList<string> classes, int count, int test, int size, int channels, ulong seed, Painter paint)
    {
        if (count < 1 || test < 0 || size is < 8 or > 512 || ((long)count + test) * size * size * channels > Array.MaxLength)
            throw new ArgumentException($"{name} needs count 1 or more, test 0 or more and size 8 to 512, at most {Array.MaxLength} bytes in all; count {count}, test {test}, size {size} were given.");
        MemoryDataset Part(int first, int number)
        {
            var length = size * size * channels;
            var (bytes, labels) = (new byte[number * length], new byte[number]);
            Parallel.For(0, number, i =>
            {
                var draws = new Draws(seed, kind, first + i);
                var pixels = new float[length];
                labels[i] = (byte)draws.Below(classes.Count);
                paint(draws, labels[i], size, pixels);
                for (var j = 0; j < length; j++) bytes[i * length + j] = (byte)(pixels[j] * 255 + 0.5f);
            });
            return MemoryDataset.OfBytes(name, Shape.Of(size, size, channels), bytes, labels, classes);
        }
        return new DataSplits(Part(0, count), Test: test == 0 ? null : Part(count, test));
    }
}
