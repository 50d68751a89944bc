using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>A convolution of one kernel step by step: every product with the cells it comes from, and every partial sum, in double.</summary>
/// <remarks>
/// Cross-correlation: y[p] = Σ over taps t and channels c: x[p · stride + t · dilation − padding, c] · w[t, c] (Goodfellow, Bengio, Courville 2016, equation 9.6). Convolution (9.5) takes w[K − 1 − t, c]:
/// the same inputs meet the kernel reversed along every axis.
/// </remarks>
/// <example><code>
/// var trace = ConvolutionTrace.Of(Tensor.From([0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 3, 1), Tensor.From([0, 1, 2, 3], 2, 2, 1));
/// Console.Write(trace.ToText());
/// </code></example>
public sealed partial class ConvolutionTrace
{
    private readonly IReadOnlyList<WindowAxis> _windows;
    private readonly PaddingMode _mode;
    private readonly float _constant;
    private readonly Shape _outputShape;
    private readonly Lazy<Tensor> _output;

    private ConvolutionTrace(string name, Tensor input, Tensor kernel, bool isFlipped, IReadOnlyList<WindowAxis> windows, VectorOrder order, PaddingMode mode = PaddingMode.Zero, float value = 0)
    {
        (Name, Input, Kernel, IsFlipped, _windows, Order, _mode, _constant) = (name, input, kernel, isFlipped, windows, order, mode, value);
        _outputShape = Shape.Of([.. windows.Select(window => window.Output)]);
        _output = new Lazy<Tensor>(() => Map(_ => true));
    }

    /// <summary>correlation, convolution or transposed.</summary>
    public string Name { get; }

    /// <summary>spatial… × C.</summary>
    public Tensor Input { get; }

    /// <summary>kernel… × C, as it was given.</summary>
    public Tensor Kernel { get; }

    /// <summary>Whether the kernel is reversed along every axis.</summary>
    public bool IsFlipped { get; }

    /// <summary>The order of outputs, of the cells of a window, and of their numbers in <see cref="ToSymbols"/>.</summary>
    public VectorOrder Order { get; }

    /// <summary>The result, spatial….</summary>
    public Tensor Output => _output.Value;

    /// <summary>How many products there are.</summary>
    public long Count => _outputShape.Length * Kernel.Shape.Length;

    /// <summary>Traces one kernel over a map.</summary>
    /// <param name="input">spatial… × C, float.</param>
    /// <param name="kernel">kernel… × C, float, of the same rank.</param>
    /// <param name="flip">True convolution; otherwise cross-correlation, as every library's.</param>
    /// <param name="padding">What stands around the input; nothing if null.</param>
    /// <param name="stride">The distance of windows.</param>
    /// <param name="dilation">The distance of taps.</param>
    /// <param name="order">The order in which cells are counted.</param>
    /// <exception cref="ArgumentException">Ranks or channels differ.</exception>
    /// <exception cref="ShapeException">The kernel does not fit.</exception>
    public static ConvolutionTrace Of(Tensor input, Tensor kernel, bool flip = false, Padding? padding = null, AxisSizes? stride = null, AxisSizes? dilation = null, VectorOrder order = VectorOrder.RowMajor)
    {
        RequireMatch(input, kernel);
        var layer = new Convolution(1, new AxisSizes([.. kernel.Shape[..^1]])) { Padding = padding ?? Padding.Valid, Stride = stride ?? 1, Dilation = dilation ?? 1 };
        var windows = WindowArithmetic.Of(layer, input.Shape).Axes.Select(axis => axis.Window).ToArray();
        return new ConvolutionTrace(flip ? "convolution" : "correlation", input, kernel, flip, windows, order, layer.Padding.Mode, layer.Padding.Value);
    }

    /// <summary>Traces a transposed convolution as what it is to each output: the reversed kernel over the input stretched by stride − 1 zeros (Dumoulin &amp; Visin, relations 8 to 14).</summary>
    /// <param name="input">spatial… × C, float.</param>
    /// <param name="kernel">kernel… × C, float, of the same rank.</param>
    /// <param name="padding">That of the convolution which leads back; none if null.</param>
    /// <param name="stride">The distance of the windows into which inputs spread.</param>
    /// <param name="dilation">The distance of taps.</param>
    /// <param name="order">The order in which cells are counted.</param>
    /// <exception cref="ArgumentException">Ranks or channels differ, or the padding cuts off more than a window has.</exception>
    public static ConvolutionTrace OfTransposed(Tensor input, Tensor kernel, Padding? padding = null, AxisSizes? stride = null, AxisSizes? dilation = null, VectorOrder order = VectorOrder.RowMajor)
    {
        RequireMatch(input, kernel);
        var layer = new TransposedConvolution(1, new AxisSizes([.. kernel.Shape[..^1]])) { Padding = padding ?? Padding.Valid, Stride = stride ?? 1, Dilation = dilation ?? 1 };
        var back = WindowArithmetic.Of(layer, input.Shape).Axes.Select(axis => axis.Window).ToArray();
        foreach (var axis in back)
        {
            if (axis.PaddingLow >= axis.Extent || axis.PaddingHigh >= axis.Extent)
                throw new ArgumentException($"A transposed convolution is traced with less padding than the window's {axis.Extent}, not ({axis.PaddingLow}, {axis.PaddingHigh}).");
        }
        var stretched = new Tensor(Shape.Of([.. back.Select((axis, i) => (input.Shape[i] - 1) * axis.Stride + 1), input.Shape.Channels]));
        foreach (var place in MapOrder.Places(input.Shape, VectorOrder.RowMajor))
        {
            int[] to = [.. place.Select((at, i) => i < back.Length ? at * back[i].Stride : at)];
            stretched.Floats[(int)MapOrder.Number(stretched.Shape, VectorOrder.RowMajor, to)] = input.Floats[(int)MapOrder.Number(input.Shape, VectorOrder.RowMajor, place)];
        }
        // Behind the last window stand the outputs that the stride forgets on the way back.
        var windows = back.Select((axis, i) => new WindowAxis(stretched.Shape[i], axis.Kernel, 1, axis.Dilation, axis.Extent - 1 - axis.PaddingLow, axis.Extent - 1 - axis.PaddingHigh + axis.Room % axis.Stride)).ToArray();
        return new ConvolutionTrace("transposed", stretched, kernel, isFlipped: true, windows, order);
    }

    /// <summary>Every product, output by output; the channels of a cell one after the other.</summary>
    public IEnumerable<TraceStep> Steps() => MapOrder.Places(_outputShape, Order).SelectMany(StepsOf);

    /// <summary>What one input channel alone adds to the output: the maps of all channels sum to <see cref="Output"/>.</summary>
    public Tensor PartialMap(int channel) => Map(step => step.Channel == channel);

    private Tensor Map(Func<TraceStep, bool> counts)
    {
        var sums = new double[_outputShape.Length];
        foreach (var step in Steps().Where(counts)) sums[MapOrder.Number(_outputShape, VectorOrder.RowMajor, step.Output)] += step.Product;
        return Tensor.From<float>([.. sums.Select(sum => (float)sum)], _outputShape);
    }

    private IEnumerable<TraceStep> StepsOf(int[] output)
    {
        var (sum, taps) = (0.0, Kernel.Shape[..^1]);
        for (var channel = 0; channel < Input.Shape.Channels; channel++)
        {
            foreach (var offset in MapOrder.Places(taps, Order))
            {
                int[] tap = [.. offset.Select((at, axis) => IsFlipped ? taps[axis] - 1 - at : at)];
                int[] input = [.. offset.Select((at, axis) => output[axis] * _windows[axis].Stride + at * _windows[axis].Dilation - _windows[axis].PaddingLow)];
                var outside = input.Where((at, axis) => at < 0 || at >= Input.Shape[axis]).Any();
                var source = Source(input);
                var value = Value(source, channel);
                var weight = Kernel.Floats[(int)MapOrder.Number(Kernel.Shape, VectorOrder.RowMajor, [.. tap, channel])];
                sum += (double)value * weight;
                yield return new TraceStep(output, channel, input, tap, outside, value, weight, sum) { Source = source };
            }
        }
    }

    // The cell of the map that a place is or copies; null where a constant stands.
    private int[]? Source(int[] place)
    {
        int[] source = [.. place.Select((at, axis) => new PaddingAxis(Input.Shape[axis], _windows[axis].PaddingLow, _windows[axis].PaddingHigh).Source(at + _windows[axis].PaddingLow, _mode))];
        return source.Any(at => at < 0) ? null : source;
    }

    private float Value(int[]? source, int channel) => source is null ? _constant : Input.Floats[(int)MapOrder.Number(Input.Shape, VectorOrder.RowMajor, [.. source, channel])];

    private static void RequireMatch(Tensor input, Tensor kernel)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(kernel);
        if (input.Shape.Rank == kernel.Shape.Rank && input.Shape.Channels == kernel.Shape.Channels) return;
        throw new ArgumentException($"The input is {input.Shape} and the kernel {kernel.Shape}; both need the same number of axes and of channels, which stand last.");
    }
}
