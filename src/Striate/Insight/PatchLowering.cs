using System.Globalization;
using System.Text;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>A convolution as one product of matrices (im2col): a row of patches for each output pixel, times a column of weights for each output channel.</summary>
/// <remarks>Whatever works by multiplying matrices works with convolutions so (Goodfellow, Bengio, Courville 2016, section 9.1). The kernels here never build the patches; this is for looking.</remarks>
public sealed class PatchLowering
{
    private const long MostNumbers = 1 << 22;

    private readonly float[] _patches;
    private readonly float[] _weights;

    private PatchLowering(int pixels, int length, int channels, float[] patches, float[] weights) => (Pixels, Length, Channels, _patches, _weights) = (pixels, length, channels, patches, weights);

    /// <summary>Rows of the patches and of the product: output pixels along the rows of the map.</summary>
    public int Pixels { get; }

    /// <summary>Columns of the patches: taps of the first input channel, of the second, and so on.</summary>
    public int Length { get; }

    /// <summary>Columns of the product: output channels.</summary>
    public int Channels { get; }

    /// <summary>The patches, pixels × length.</summary>
    public ReadOnlySpan<float> Patches => _patches;

    /// <summary>The weights, length × channels.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Lays out one example.</summary>
    /// <param name="layer">A convolution with one group.</param>
    /// <param name="example">spatial… × C, float.</param>
    /// <param name="weights">K × C × kernel…, in interchange order.</param>
    /// <exception cref="ArgumentException">The layer has groups, the numbers of weights differ, or the patches are more than 4 million numbers.</exception>
    public static PatchLowering Of(Convolution layer, Tensor example, IReadOnlyList<float> weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(weights);
        if (layer.Connections is not null) throw new ArgumentException("A convolution with a connection table is no product with one matrix of weights; take a layer without.");
        if (layer.Groups != 1) throw new ArgumentException($"A convolution with {layer.Groups} groups is one product of matrices a group; take one group.");
        var windows = WindowArithmetic.Of(layer, example.Shape).Axes.Select(axis => axis.Window).ToArray();
        int[] outputs = [.. windows.Select(window => window.Output)], kernel = [.. windows.Select(window => window.Kernel)];
        var (pixels, taps, inputs) = (Product(outputs), Product(kernel), example.Shape.Channels);
        var length = taps * inputs;
        if (weights.Count != length * layer.Channels) throw new ArgumentException($"{layer.Kind} has {length * layer.Channels} weights for an input of {example.Shape}, not {weights.Count}.");
        if (pixels * length > MostNumbers) throw new ArgumentException($"The patches of {example.Shape} are {pixels} × {length} numbers; at most {MostNumbers} are laid out. What would fit: a smaller map.");
        var patches = new float[pixels * length];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var output = MapOrder.Place(outputs, VectorOrder.RowMajor, pixel);
            for (var column = 0; column < length; column++)
            {
                var tap = MapOrder.Place(kernel, VectorOrder.RowMajor, column % taps);
                int[] place = [.. windows.Select((window, axis) =>
                    new PaddingAxis(window.Input, window.PaddingLow, window.PaddingHigh).Source(output[axis] * window.Stride + tap[axis] * window.Dilation, layer.Padding.Mode))];
                if (place.Any(at => at < 0)) patches[pixel * length + column] = layer.Padding.Value;
                else patches[pixel * length + column] = example.Floats[(int)MapOrder.Number(example.Shape, VectorOrder.RowMajor, [.. place, (int)(column / taps)])];
            }
        }
        var columns = new float[length * layer.Channels];
        for (var i = 0; i < columns.Length; i++)
        {
            var row = i / layer.Channels;
            if (layer.Flip) row = (int)(row / taps * taps + taps - 1 - row % taps);
            columns[i] = weights[(int)(i % layer.Channels * length + row)];
        }
        return new PatchLowering((int)pixels, (int)length, layer.Channels, patches, columns);
    }

    /// <summary>Patches times weights, in double: the output, pixels × channels.</summary>
    public double[] Multiply()
    {
        var product = new double[Pixels * Channels];
        for (var i = 0; i < product.Length; i++)
            for (var k = 0; k < Length; k++) product[i] += (double)_patches[i / Channels * Length + k] * _weights[k * Channels + i % Channels];
        return product;
    }

    /// <summary>The three matrices, one below the other.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Append(text, "patches", Pixels, Length, [.. _patches.Select(value => (double)value)]);
        Append(text, "weights", Length, Channels, [.. _weights.Select(value => (double)value)]);
        Append(text, "patches · weights", Pixels, Channels, Multiply());
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, int rows, int columns, double[] values)
    {
        text.Append(CultureInfo.InvariantCulture, $"{title}, {rows} × {columns}\n");
        var words = values.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture)).ToArray();
        var width = words.Max(word => word.Length);
        for (var row = 0; row < rows; row++) text.AppendJoin(' ', words.Skip(row * columns).Take(columns).Select(word => word.PadLeft(width))).Append('\n');
    }

    private static long Product(int[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
