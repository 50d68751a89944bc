using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>The cases of pooling and unpooling.</summary>
internal static partial class LayerCases
{
    private static Dictionary<Type, LayerCase[]> Pooling() => new()
    {
        [typeof(MaxPooling)] =
        [
            Of(new MaxPooling(3) { Stride = 2, Padding = Padding.Of(1) }, n => Pool(n, 5, Most, new Sliding(6, 3, 2, 1, 1, 1), new Sliding(5, 3, 2, 1, 1, 1)), 6, 5, 5),
            Of(new MaxPooling(2) { Fit = Fit.Ceiling }, n => Pool(n, 9, Most, new Sliding(5, 2, 2) { Outputs = 3 }), 5, 9),
            Of(new MaxPooling(2) { Dilation = 2, Stride = 1 }, n => Pool(n, 2, Most, new Sliding(3, 2, 1, 2), new Sliding(4, 2, 1, 2), new Sliding(3, 2, 1, 2)), 3, 4, 3, 2),
        ],
        [typeof(AveragePooling)] =
        [
            Linear(new AveragePooling(3) { Stride = 2, Padding = Padding.Of(1) }, n => Pool(n, 5, Mean, new Sliding(6, 3, 2, 1, 1, 1), new Sliding(5, 3, 2, 1, 1, 1)), 6, 5, 5),
            Linear(new AveragePooling(3) { Stride = 2, Padding = Padding.Of(1), CountPadding = true, Fit = Fit.Ceiling },
                n => Pool(n, 9, (values, taps) => values.Sum() / taps, new Sliding(6, 3, 2, 1, 1, 1) { Outputs = 4 }), 6, 9),
        ],
        [typeof(SumPooling)] =
        [
            Linear(new SumPooling(3) { Stride = 2, Padding = Padding.Of(1) }, n => Pool(n, 5, (values, _) => values.Sum(), new Sliding(6, 3, 2, 1, 1, 1), new Sliding(5, 3, 2, 1, 1, 1)), 6, 5, 5),
            Linear(new SumPooling(2) { Fit = Fit.Ceiling }, n => Pool(n, 19, (values, _) => values.Sum(), new Sliding(5, 2, 2) { Outputs = 3 }), 5, 19),
        ],
        [typeof(LpPooling)] =
        [
            Of(new LpPooling(2), n => Pool(n, 5, Norm(2), new Sliding(6, 2, 2), new Sliding(4, 2, 2)), 6, 4, 5),
            Of(new LpPooling(3, 3.5f) { Stride = 2, Padding = Padding.Of(1) }, n => Pool(n, 5, Norm(3.5), new Sliding(6, 3, 2, 1, 1, 1), new Sliding(5, 3, 2, 1, 1, 1)), 6, 5, 5),
            Of(new LpPooling(3, float.PositiveInfinity) { Stride = 2, Padding = Padding.Of(1) }, n => Pool(n, 5, (values, _) => values.Max(Math.Abs), new Sliding(6, 3, 2, 1, 1, 1), new Sliding(5, 3, 2, 1, 1, 1)), 6, 5, 5),
            Of(new LpPooling(2) { Stride = 1, Fit = Fit.Ceiling }, n => Pool(n, 67, Norm(2), new Sliding(5, 2)), 5, 67),
            Of(new LpPooling(2, 1) { Dilation = 2, Stride = 1 }, n => Pool(n, 2, Norm(1), new Sliding(3, 2, 1, 2), new Sliding(4, 2, 1, 2), new Sliding(3, 2, 1, 2)), 3, 4, 3, 2),
        ],
        [typeof(DistanceWeightedPooling)] =
        [
            Linear(new DistanceWeightedPooling(3) { Stride = 2, Padding = Padding.Of(1) }, n => Weighted(n, 5, [0.75, 0.75], new Sliding(6, 3, 2, 1, 1, 1), new Sliding(5, 3, 2, 1, 1, 1)), 6, 5, 5),
            Linear(new DistanceWeightedPooling(2) { Sigma = 0.7f, Dilation = 2, Stride = 1, Fit = Fit.Ceiling }, n => Weighted(n, 19, [0.7f], new Sliding(5, 2, 1, 2)), 5, 19),
            Linear(new DistanceWeightedPooling((1, 3, 4)) { Fit = Fit.Ceiling },
                n => Weighted(n, 2, [0.25, 0.75, 1], new Sliding(2, 1), new Sliding(4, 3, 3) { Outputs = 2 }, new Sliding(5, 4, 4) { Outputs = 2 }), 2, 4, 5, 2),
        ],
        [typeof(ChannelMaxPooling)] =
        [
            Of(new ChannelMaxPooling(3), n => [.. n.X[0].Chunk(3).Select(run => run.Max())], 3, 2, 12),
            Of(new ChannelMaxPooling(5), n => [.. n.X[0].Chunk(5).Select(run => run.Max())], 5),
            Of(new ChannelMaxPooling(1), n => n.X[0], 2, 2, 2, 3),
        ],
        [typeof(PartialPooling)] =
        [
            // The others keep pixels 0 · 2 + 0, 1 · 2 + 0 and 2 · 2 + 0 of 5, the last window of 2 hanging over.
            Of(new PartialPooling(new MaxPooling(2) { Fit = Fit.Ceiling }, 2), n => Definition.Join(
                (Pool(Channels(n, 5, 0, 2), 2, Most, new Sliding(5, 2, 2) { Outputs = 3 }), 2), (Pool(Channels(n, 5, 2, 3), 3, Most, new Sliding(5, 1, 2)), 3)), 5, 5),
            // With stride 1 and a border: every pixel.
            Linear(new PartialPooling(new AveragePooling(3) { Stride = 1, Padding = Padding.Of(1) }, 18), n => Definition.Join(
                (Pool(Channels(n, 19, 0, 18), 18, Mean, new Sliding(4, 3, 1, 1, 1, 1), new Sliding(3, 3, 1, 1, 1, 1)), 18), (Channels(n, 19, 18, 1), 1)), 4, 3, 19),
            Linear(new PartialPooling(new SumPooling((1, 2, 3)), 1), n => Definition.Join(
                (Pool(Channels(n, 3, 0, 1), 1, (values, _) => values.Sum(), new Sliding(2, 1), new Sliding(4, 2, 2), new Sliding(3, 3)), 1),
                (Pool(Channels(n, 3, 1, 2), 2, Mean, new Sliding(2, 1), new Sliding(4, 1, 2), new Sliding(3, 1, 3, 1, -1, 0)), 2)), 2, 4, 3, 3),
        ],
        // All features in one cluster, or each in its own, in the order of their places.
        [typeof(ClusterPooling)] =
        [
            Of(new ClusterPooling(1) { Features = 4 }, n => Peaks(n, 5, 7, 3, 4, true), 5, 7, 3),
            Of(new ClusterPooling(5) { Features = 5, Seed = 3 }, n => Peaks(n, 6, 6, 1, 5, false), 6, 6, 1),
            Of(new ClusterPooling(4) { Features = 4 }, n => Peaks(n, 1, 19, 2, 4, false), 19, 2),
            Of(new ClusterPooling(1) { Features = 1 }, n => [.. n.X[0].Chunk(24 * 3).SelectMany(map => map.Chunk(3).MaxBy(pixel => pixel.Sum())!)], 2, 3, 4, 3),
        ],
        [typeof(LearnedPooling)] =
        [
            Of(new LearnedPooling((2, 1)), n => Regions(n, 2, 5), 3, 4, 5),
            Of(new LearnedPooling(3), n => Regions(n, 3, 35), 7, 35),
            Of(new LearnedPooling((1, 2, 3)), n => Regions(n, 6, 17), 2, 2, 3, 17),
        ],
        [typeof(MaxPoolingIndices)] =
        [
            Of(new MaxPoolingIndices(2) { Stride = 1, Padding = Padding.Of(1) }, n => Places(n.X[0], 5, new Sliding(4, 2, 1, 1, 1, 1), new Sliding(3, 2, 1, 1, 1, 1)), 4, 3, 5),
            Of(new MaxPoolingIndices(2) { Dilation = 2 }, n => Places(n.X[0], 3, new Sliding(5, 2, 2, 2), new Sliding(4, 2, 2, 2), new Sliding(3, 2, 2, 2)), 5, 4, 3, 3),
        ],
        [typeof(MaxUnpooling)] =
        [
            new LayerCase(x => Node.Apply(new MaxUnpooling(2), x[0], x[1]), n => Unpool(n, 5, new Sliding(4, 2, 2), new Sliding(5, 2, 2)), Shape.Of(2, 2, 5), Shape.Of(4, 5, 5)),
            new LayerCase(x => Node.Apply(new MaxUnpooling(3) { Fit = Fit.Ceiling, Padding = Padding.Of(1) }, x[0], x[1]), n => Unpool(n, 3, new Sliding(9, 3, 3, 1, 1, 1) { Outputs = 4 }), Shape.Of(4, 3), Shape.Of(9, 3)),
            new LayerCase(x => Node.Apply(new MaxUnpooling(2), x[0].Then(new MaxPooling(2)), x[0]),
                n => [.. Definition.Pool(n.X[0], B, 2, Most, new Sliding(4, 2, 2), new Sliding(2, 2, 2), new Sliding(4, 2, 2)) is var most ? n.X[0].Select(value => most.Contains(value) ? value : 0) : []], Shape.Of(4, 2, 4, 2)),
        ],
        [typeof(FixedUnpooling)] =
        [
            Linear(new FixedUnpooling(2), n => Spread(n, 5, (2, 2), (0, 0)), 3, 2, 5),
            Linear(new FixedUnpooling((2, 3)) { Position = (1, 2) }, n => Spread(n, 19, (2, 3), (1, 2)), 3, 2, 19),
            Linear(new FixedUnpooling((1, 2, 1)) { Position = (0, 1, 0) }, n => Spread(n, 4, (2, 1), (1, 0)), 1, 3, 2, 4),
        ],
        [typeof(GlobalAveragePooling)] =
        [
            Linear(new GlobalAveragePooling(), n => Pool(n, 5, Mean, new Sliding(3, 3), new Sliding(4, 4)), 3, 4, 5),
            Linear(new GlobalAveragePooling { KeepAxes = true }, n => Pool(n, 17, Mean, new Sliding(2, 2), new Sliding(3, 3), new Sliding(2, 2)), 2, 3, 2, 17),
        ],
        // From 5 to 3: inputs 0 1, 1 2 3 and 3 4; from 6 to 3: pairs.
        [typeof(AdaptiveAveragePooling)] =
        [
            Linear(new AdaptiveAveragePooling(3), n => Adaptive(n, 5, Mean), 5, 5),
            // Disjoint halves of 5: inputs 0 1 and 2 3 4.
            Linear(AdaptiveAveragePooling.Quadrants, n => [.. n.X[0].Chunk(25).SelectMany(x => Halves(x, Mean))], 5, 5),
            Linear(new AdaptiveAveragePooling((3, 1)), n => Pool(n, 5, Mean, new Sliding(6, 2, 2), new Sliding(4, 4)), 6, 4, 5),
        ],
        [typeof(AdaptiveMaxPooling)] =
        [
            Of(new AdaptiveMaxPooling(3), n => Adaptive(n, 5, Most), 5, 5),
            Of(AdaptiveMaxPooling.Quadrants, n => [.. n.X[0].Chunk(25).SelectMany(x => Halves(x, Most))], 5, 5),
        ],
    };

    private static double[] Pool(double[] x, int channels, Func<double[], int, double> rule, params Sliding[] axes) => Definition.Pool(x, B, channels, rule, axes);

    private static double[] Channels(LayerCase.Numbers n, int channels, int first, int count) => [.. n.X[0].Where((_, i) => i % channels >= first && i % channels < first + count)];

    private static double[] Regions(LayerCase.Numbers n, int regions, int channels)
    {
        var (a, pixels) = (n["it.weight"], n["it.weight"].Length / regions);
        return [.. from map in n.X[0].Chunk(pixels * channels)
                   from region in Enumerable.Range(0, regions)
                   let row = a[(region * pixels)..((region + 1) * pixels)].Select(Math.Exp).ToArray()
                   from c in Enumerable.Range(0, channels)
                   select row.Select((weight, pixel) => weight * map[pixel * channels + c]).Sum() / row.Sum()];
    }

    // The strongest local maxima of the summed map, or the strongest other pixels where there are too few; their largest numbers, or all in the order of places.
    private static double[] Peaks(LayerCase.Numbers n, int height, int width, int channels, int count, bool together)
    {
        double[] Of(double[] map)
        {
            var sums = map.Chunk(channels).Select(pixel => pixel.Sum()).ToArray();
            bool IsPeak(int p) => Enumerable.Range(0, sums.Length).All(q => Math.Abs(p / width - q / width) > 1 || Math.Abs(p % width - q % width) > 1 || sums[q] <= sums[p]);
            var features = Enumerable.Range(0, sums.Length).OrderByDescending(IsPeak).ThenByDescending(p => sums[p]).Take(count).Order();
            if (!together) return [.. features.SelectMany(p => map[(p * channels)..((p + 1) * channels)])];
            return [.. Enumerable.Range(0, channels).Select(c => features.Max(p => map[p * channels + c]))];
        }
        return [.. n.X[0].Chunk(height * width * channels).SelectMany(Of)];
    }

    // The first pixel of each window that holds its largest number.
    private static double[] Places(double[] x, int channels, params Sliding[] axes)
    {
        var (inputs, windows) = (Sliding.Product(axes, axis => axis.Input), Sliding.Meetings(axes).Where(m => m.Input is not null).ToLookup(m => m.Output, m => m.Input!.Value));
        return [.. from example in Enumerable.Range(0, B)
                   from window in windows.OrderBy(pair => pair.Key)
                   from c in Enumerable.Range(0, channels)
                   select (double)window.MaxBy(pixel => x[(example * inputs + pixel) * channels + c])];
    }

    private static double[] Unpool(LayerCase.Numbers n, int channels, params Sliding[] axes)
    {
        var (y, places) = (new double[n.X[1].Length], Places(n.X[1], channels, axes));
        for (var i = 0; i < places.Length; i++) y[(i / (places.Length / B) * (y.Length / B / channels) + (int)places[i]) * channels + i % channels] = n.X[0][i];
        return y;
    }

    // Gaussian weights of the distance from the middle of each window, over the sum of those that met an input.
    private static double[] Weighted(LayerCase.Numbers n, int channels, double[] sigmas, params Sliding[] axes)
    {
        double Weight(int tap)
        {
            double exponent = 0;
            for (var a = axes.Length - 1; a >= 0; tap /= axes[a].Kernel, a--)
                exponent += Math.Pow((tap % axes[a].Kernel - (axes[a].Kernel - 1) / 2.0) * axes[a].Dilation / sigmas[a], 2) / 2;
            return Math.Exp(-exponent);
        }
        var (inputs, windows) = (Sliding.Product(axes, axis => axis.Input), Sliding.Meetings(axes).ToLookup(m => m.Output));
        var y = new double[B * Sliding.Product(axes, axis => axis.Outputs) * channels];
        for (var i = 0; i < y.Length; i++)
        {
            var (example, output) = Math.DivRem(i / channels, y.Length / B / channels);
            var taps = windows[output].Where(m => m.Input is not null).ToArray();
            y[i] = taps.Sum(m => Weight(m.Tap) * n.X[0][(example * inputs + m.Input!.Value) * channels + i % channels]) / taps.Sum(m => Weight(m.Tap));
        }
        return y;
    }

    // Maps of three rows and two columns: each pixel at one place of its window.
    private static double[] Spread(LayerCase.Numbers n, int channels, (int Height, int Width) window, (int Row, int Column) place)
    {
        var width = 2 * window.Width;
        var y = new double[n.X[0].Length * window.Height * window.Width];
        for (var i = 0; i < n.X[0].Length; i++)
        {
            var (c, column, row) = (i % channels, i / channels % 2, i / channels / 2);
            y[((row * window.Height + place.Row) * width + column * window.Width + place.Column) * channels + c] = n.X[0][i];
        }
        return y;
    }

    private static double[] Adaptive(LayerCase.Numbers n, int channels, Func<double[], int, double> rule)
    {
        double At(int example, int window, int channel) => rule([.. (window switch { 0 => [0, 1], 1 => [1, 2, 3], _ => new[] { 3, 4 } }).Select(p => n.X[0][(example * 5 + p) * channels + channel])], 0);
        return [.. from example in Enumerable.Range(0, B) from window in Enumerable.Range(0, 3) from channel in Enumerable.Range(0, channels) select At(example, window, channel)];
    }

    // Five pixels of five channels: the first two, and the other three.
    private static double[] Halves(double[] x, Func<double[], int, double> rule) =>
        [.. new[] { x[..10], x[10..] }.SelectMany(half => Enumerable.Range(0, 5).Select(c => rule([.. half.Where((_, i) => i % 5 == c)], 0)))];

    private static Func<double[], int, double> Norm(double p) => (values, _) => Math.Pow(values.Sum(value => Math.Pow(Math.Abs(value), p)), 1 / p);
}
