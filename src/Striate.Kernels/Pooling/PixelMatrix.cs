namespace Striate.Kernels.Pooling;

/// <summary>A linear map from the pixels of an example to those of another map, the same for all channels: for each output its inputs and their weights.</summary>
/// <remarks>Rows are stored one after another; only what is not 0 is stored. Backward passes multiply by <see cref="Transposed"/>.</remarks>
public sealed class PixelMatrix
{
    private PixelMatrix(int inputs, int[] starts, int[] pixels, float[] weights) => (Inputs, Starts, Pixels, Weights) = (inputs, starts, pixels, weights);

    /// <summary>Input pixels: columns.</summary>
    public int Inputs { get; }

    /// <summary>Output pixels: rows.</summary>
    public int Outputs => Starts.Length - 1;

    /// <summary>Where each row begins, and behind them where the last ends.</summary>
    internal int[] Starts { get; }

    /// <summary>The input pixel of each entry.</summary>
    internal int[] Pixels { get; }

    /// <summary>The weight of each entry.</summary>
    internal float[] Weights { get; }

    /// <summary>The matrix with a row for each list of entries.</summary>
    /// <exception cref="ArgumentException">There is no row, or an entry names an input that there is not.</exception>
    public static PixelMatrix Of(int inputs, IReadOnlyCollection<IReadOnlyCollection<(int Pixel, float Weight)>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (inputs < 1 || rows.Count < 1) throw new ArgumentException($"A pixel matrix needs 1 or more inputs and outputs, not {inputs} and {rows.Count}.");
        var count = rows.Sum(row => (long)row.Count);
        if (count > Array.MaxLength) throw new ArgumentException($"A pixel matrix of {count} entries is too large; the most is {Array.MaxLength}.");
        var (starts, pixels, weights, entry, output) = (new int[rows.Count + 1], new int[count], new float[count], 0, 0);
        foreach (var row in rows)
        {
            foreach (var (pixel, weight) in row)
            {
                if (pixel < 0 || pixel >= inputs) throw new ArgumentException($"Output {output} of a pixel matrix has input {pixel}; there are {inputs}.");
                (pixels[entry], weights[entry++]) = (pixel, weight);
            }
            starts[++output] = entry;
        }
        return new PixelMatrix(inputs, starts, pixels, weights);
    }

    /// <summary>The matrix of the backward pass: for each input its outputs, in their order.</summary>
    public PixelMatrix Transposed()
    {
        var starts = new int[Inputs + 1];
        foreach (var pixel in Pixels) starts[pixel + 1]++;
        for (var pixel = 0; pixel < Inputs; pixel++) starts[pixel + 1] += starts[pixel];
        var (next, outputs, weights) = (starts[..^1], new int[Pixels.Length], new float[Pixels.Length]);
        for (var output = 0; output < Outputs; output++)
        {
            for (var entry = Starts[output]; entry < Starts[output + 1]; entry++)
            {
                var place = next[Pixels[entry]]++;
                (outputs[place], weights[place]) = (output, Weights[entry]);
            }
        }
        return new PixelMatrix(Outputs, starts, outputs, weights);
    }
}
