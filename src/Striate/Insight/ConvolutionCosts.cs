using Striate.Kernels.Convolution;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>What a convolution costs, beside other ways to connect its input and output: unshared, dense, separable, of low rank, depthwise, stacked.</summary>
/// <remarks>Goodfellow, Bengio, Courville 2016, sections 9.2 and 9.8. Weights count no biases. Passes of vectors go from the outermost axis to the innermost.</remarks>
public static class ConvolutionCosts
{
    /// <summary>The convolution itself first, then every alternative that there is for its kernel.</summary>
    /// <exception cref="ShapeException">The layer does not fit the input.</exception>
    public static IReadOnlyList<CostAlternative> Alternatives(Convolution layer, Shape input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        var windows = WindowArithmetic.Of(layer, input).Axes.Select(axis => axis.Window).ToArray();
        var problem = new Problem(windows, input.Channels, layer.Channels, layer.Groups);
        var found = new List<CostAlternative> { Shared(problem), Unshared(problem), Dense(problem) };
        if (windows.Count(window => window.Kernel > 1) > 1)
        {
            found.Add(LowRank(problem, 1) with { Name = "separable" });
            var ranks = windows.Length == 2 ? Math.Min(windows[0].Kernel, windows[1].Kernel) : 0;
            for (var rank = 2; rank < ranks; rank++) found.Add(LowRank(problem, rank));
        }
        if (windows.Length == 3 && layer.Groups == 1) found.Add(Planar(problem));
        if (problem.Inputs > 1) found.Add(Depthwise(problem));
        if (windows.Any(window => window.Kernel > 1)) found.Add(Pointwise(problem));
        if (layer.Groups == 1 && IsStack(windows)) found.Add(Stack(problem));
        return found;
    }

    /// <summary>The same layer with strides from 1 on, windows that do not fit dropped.</summary>
    /// <param name="layer">A convolution or pooling.</param>
    /// <param name="input">The shape of one example.</param>
    /// <param name="most">The largest stride.</param>
    public static IReadOnlyList<StrideCost> Strides(WindowLayer layer, Shape input, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var costs = new List<StrideCost>();
        for (var stride = 1; stride <= most; stride++)
        {
            var strided = layer with { Stride = stride, Fit = layer.Fit == Fit.Strict ? Fit.Floor : layer.Fit };
            var inputs = new LayerInputs(layer.Kind, [input]);
            var output = strided.OutputShape(inputs);
            costs.Add(new StrideCost(stride, output, strided.MultiplyAccumulates(inputs), output.Length * sizeof(float)));
        }
        return costs;
    }

    private static CostAlternative Shared(Problem p) => new("convolution", $"{p.TapText}·{p.PairText}", p.Taps * p.Pairs, p.Taps * p.Pairs * p.Outputs, p.Outputs * p.Maps);

    private static CostAlternative Unshared(Problem p) => Shared(p) with
    {
        Name = "unshared",
        Formula = $"{p.OutputText}·{p.TapText}·{p.PairText}",
        Weights = p.Outputs * p.Taps * p.Pairs,
    };

    private static CostAlternative Dense(Problem p)
    {
        var weights = p.InputPixels * p.Inputs * p.Outputs * p.Maps;
        return new("dense", $"({p.InputText}·{p.Inputs})·({p.OutputText}·{p.Maps})", weights, weights, p.Outputs * p.Maps);
    }

    private static CostAlternative LowRank(Problem p, int rank)
    {
        double macs = 0, sums = 0;
        for (var axis = 0; axis < p.Windows.Length; axis++)
        {
            // The pass along an axis: those before it have their output sizes, those behind still their inputs'.
            var map = rank * p.Pairs * p.Windows.Select((window, i) => (double)(i <= axis ? window.Output : window.Input)).Aggregate((a, b) => a * b);
            macs += map * p.Windows[axis].Kernel;
            sums += axis < p.Windows.Length - 1 ? map : p.Outputs * p.Maps;
        }
        var lengths = p.Windows.Sum(window => (double)window.Kernel);
        return new($"rank {rank}", $"{(rank == 1 ? "" : $"{rank}·")}({string.Join(" + ", p.Windows.Select(window => window.Kernel))})·{p.PairText}", rank * lengths * p.Pairs, macs, sums);
    }

    private static CostAlternative Planar(Problem p)
    {
        var (depth, plane) = (p.Windows[0], p.Taps / p.Windows[0].Kernel);
        var between = p.Outputs / depth.Output * depth.Input;
        return new("planar and depth", $"{p.Windows[1].Kernel}·{p.Windows[2].Kernel}·{p.PairText} + {depth.Kernel}·{p.Maps}·{p.Maps}", plane * p.Pairs + (double)depth.Kernel * p.Maps * p.Maps,
            plane * p.Pairs * between + (double)depth.Kernel * p.Maps * p.Maps * p.Outputs, (between + p.Outputs) * p.Maps);
    }

    private static CostAlternative Depthwise(Problem p)
    {
        var weights = p.Taps * p.Inputs + (double)p.Inputs * p.Maps;
        return new("depthwise separable", $"{p.TapText}·{p.Inputs} + {p.Inputs}·{p.Maps}", weights, weights * p.Outputs, p.Outputs * ((double)p.Inputs + p.Maps));
    }

    private static CostAlternative Pointwise(Problem p) => new("pointwise (1×1)", p.PairText, p.Pairs, p.Pairs * p.Outputs, p.Outputs * p.Maps);

    // (k − 1) / 2 layers of 3 see what one of k sees.
    private static bool IsStack(WindowAxis[] windows) =>
        windows.Length > 1 && windows[0].Kernel > 3 && windows.All(window => window.Kernel == windows[0].Kernel && window.Kernel % 2 == 1 && window is { Stride: 1, Dilation: 1 });

    private static CostAlternative Stack(Problem p)
    {
        var (layers, taps) = ((p.Windows[0].Kernel - 1) / 2, Math.Pow(3, p.Windows.Length));
        double macs = 0, sums = 0;
        for (var layer = 1; layer <= layers; layer++)
        {
            var map = p.Maps * p.Windows.Select(window => (double)(window.Input + window.PaddingLow + window.PaddingHigh - 2 * layer)).Aggregate((a, b) => a * b);
            macs += map * taps * (layer == 1 ? p.Inputs / p.Groups : p.Maps);
            sums += map;
        }
        var threes = string.Join('·', Enumerable.Repeat(3, p.Windows.Length));
        return new($"stack of {layers} × {string.Join('×', Enumerable.Repeat(3, p.Windows.Length))}", $"{threes}·{p.PairText} + {(layers == 2 ? "" : $"{layers - 1}·")}{threes}·{p.Maps}·{p.Maps}",
            taps * p.Pairs + (layers - 1) * taps * p.Maps * p.Maps, macs, sums);
    }

    // Numbers as double: a dense layer between large maps has more weights than 64 bits hold.
    private sealed record Problem(WindowAxis[] Windows, int Inputs, int Maps, int Groups)
    {
        public double Taps { get; } = Product(Windows, window => window.Kernel);

        public double InputPixels { get; } = Product(Windows, window => window.Input);

        public double Outputs { get; } = Product(Windows, window => window.Output);

        public double Pairs { get; } = (double)Inputs / Groups * Maps;

        public string TapText { get; } = Text(Windows, window => window.Kernel);

        public string InputText { get; } = Text(Windows, window => window.Input);

        public string OutputText { get; } = Text(Windows, window => window.Output);

        public string PairText { get; } = $"{Inputs / Groups}·{Maps}";

        private static double Product(WindowAxis[] windows, Func<WindowAxis, int> size) => windows.Aggregate(1.0, (product, window) => product * size(window));

        private static string Text(WindowAxis[] windows, Func<WindowAxis, int> size) => string.Join('·', windows.Select(size));
    }
}
