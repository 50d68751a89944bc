using Striate.Kernels.Padding;
using Striate.Kernels.Resampling;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>The cases of every layer: what is built, and what its definition says.</summary>
internal static partial class LayerCases
{
    private const int B = LayerCase.Batch;

    public static readonly Dictionary<Type, LayerCase[]> All = new(Pooling())
    {
        [typeof(Convolution)] =
        [
            Linear(new Convolution(5, (3, 2)) { Stride = (2, 1), Padding = Padding.Of(new AxisSizes(1, 0), new AxisSizes(2, 1)), Dilation = (1, 2) },
                n => Definition.Convolve(n.X[0], B, 3, 1, n["it.weight"], n["it.bias"], new Sliding(7, 3, 2, 1, 1, 2), new Sliding(6, 2, 1, 2, 0, 1)), 7, 6, 3),
            Linear(new Convolution(6, 3) { Groups = 2, Padding = Padding.Same, HasBias = false },
                n => Definition.Convolve(n.X[0], B, 4, 2, n["it.weight"], new double[6], new Sliding(5, 3, 1, 1, 1, 1)), 5, 4),
            Linear(new Convolution(2, 2) { Stride = 2 },
                n => Definition.Convolve(n.X[0], B, 3, 1, n["it.weight"], n["it.bias"], new Sliding(3, 2, 2), new Sliding(4, 2, 2), new Sliding(2, 2, 2)), 3, 4, 2, 3),
            Linear(new Convolution(4, 3) { Groups = 4, Padding = Padding.Full },
                n => Definition.Convolve(n.X[0], B, 4, 4, n["it.weight"], n["it.bias"], new Sliding(4, 3, 1, 1, 2, 2), new Sliding(3, 3, 1, 1, 2, 2)), 4, 3, 4),
            Linear(new Convolution(5, (3, 2)) { Flip = true, Stride = (2, 1), Groups = 1 },
                n => Definition.Convolve(n.X[0], B, 3, 1, Definition.Flip(n["it.weight"], 6), n["it.bias"], new Sliding(7, 3, 2), new Sliding(6, 2)), 7, 6, 3),
            Linear(new Convolution(19, 3) { Flip = true, Padding = Padding.Same, Groups = 1, HasBias = false },
                n => Definition.Convolve(n.X[0], B, 17, 1, Definition.Flip(n["it.weight"], 9), new double[19], new Sliding(9, 3, 1, 1, 1, 1), new Sliding(8, 3, 1, 1, 1, 1)), 9, 8, 17),
            Linear(new Convolution(3, 2) { Connections = new([0, 2], [1], [0, 1, 2]) },
                n => Definition.Convolve(n.X[0], B, 3, 1, Connected(n["it.weight"], 4, [[0, 2], [1], [0, 1, 2]], 3), n["it.bias"], new Sliding(4, 2), new Sliding(5, 2)), 4, 5, 3),
            Linear(new Convolution(5, 3) { BiasSharing = BiasSharing.PerLocation },
                n => [.. Definition.Convolve(n.X[0], B, 3, 1, n["it.weight"], new double[5], new Sliding(4, 3), new Sliding(5, 3)).Select((y, i) => y + n["it.bias"][i % 30])], 4, 5, 3),
            .. new[] { PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular }.Select(mode =>
                Linear(new Convolution(2, 3) { Padding = Padding.Of((2, 1), (1, 3)) with { Mode = mode } }, n => PadAndConvolve(n, mode), 4, 5, 3)),
            Of(new Convolution(2, 3) { Padding = Padding.Of((2, 1), (1, 3)) with { Mode = PaddingMode.Constant, Value = 1.5f } }, n => PadAndConvolve(n, PaddingMode.Constant, 1.5), 4, 5, 3),
        ],
        [typeof(SpatialPadding)] =
        [
            .. new[] { PaddingMode.Zero, PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular }.Select(mode =>
                Linear(new SpatialPadding((2, 1), (1, 3)) { Mode = mode }, n => Surround(n, mode, 0), 4, 5, 3)),
            Of(new SpatialPadding((2, 1), (1, 3)) { Mode = PaddingMode.Constant, Value = -2 }, n => Surround(n, PaddingMode.Constant, -2), 4, 5, 3),
        ],
        [typeof(UnsharedConvolution)] =
        [
            Linear(new UnsharedConvolution(5, (3, 2)) { Stride = (2, 1), Padding = Padding.Of(new AxisSizes(1, 0), new AxisSizes(2, 1)), Dilation = (1, 2) },
                n => Definition.ConvolvePlaced(n.X[0], B, 3, 5, 1, n["it.weight"], n["it.bias"], [4, 5], new Sliding(7, 3, 2, 1, 1, 2), new Sliding(6, 2, 1, 2, 0, 1)), 7, 6, 3),
            Linear(new UnsharedConvolution(4, 3) { Groups = 2, HasBias = false },
                n => Definition.ConvolvePlaced(n.X[0], B, 6, 4, 2, n["it.weight"], new double[20], [5], new Sliding(7, 3)), 7, 6),
            Linear(new UnsharedConvolution(2, 2) { Padding = Padding.Of(1) },
                n => Definition.ConvolvePlaced(n.X[0], B, 3, 2, 1, n["it.weight"], n["it.bias"], [4, 5, 3], new Sliding(3, 2, 1, 1, 1, 1), new Sliding(4, 2, 1, 1, 1, 1), new Sliding(2, 2, 1, 1, 1, 1)), 3, 4, 2, 3),
        ],
        [typeof(TiledConvolution)] =
        [
            Linear(new TiledConvolution(5, 3, (2, 3)), n => Definition.ConvolvePlaced(n.X[0], B, 3, 5, 1, n["it.weight"], n["it.bias"], [2, 3], new Sliding(7, 3), new Sliding(6, 3)), 7, 6, 3),
            Linear(new TiledConvolution(6, 2, 2) { Groups = 3, Stride = 2, Padding = Padding.Same },
                n => Definition.ConvolvePlaced(n.X[0], B, 3, 6, 3, n["it.weight"], n["it.bias"], [2], new Sliding(9, 2, 2, 1, 0, 1)), 9, 3),
            Linear(new TiledConvolution(2, 2, (1, 2, 2)), n => Definition.ConvolvePlaced(n.X[0], B, 2, 2, 1, n["it.weight"], n["it.bias"], [1, 2, 2], new Sliding(3, 2), new Sliding(4, 2), new Sliding(3, 2)), 3, 4, 3, 2),
            Linear(new TiledConvolution(3, 3, 2) { Padding = Padding.Same with { Mode = PaddingMode.Circular } },
                n => Definition.ConvolvePlaced([.. n.X[0].Chunk(10).SelectMany(x => x[8..].Concat(x).Concat(x[..2]))], B, 2, 3, 1, n["it.weight"], n["it.bias"], [2], new Sliding(7, 3)), 5, 2),
        ],
        [typeof(TransposedConvolution)] =
        [
            // Rows: (4 − 1) · 2 + 3 − 1 + 1 = 9; columns: (3 − 1) · 1 + (2 · 1 + 1) = 5.
            Linear(new TransposedConvolution(4, (3, 2)) { Stride = (2, 1), Padding = Padding.Of(new AxisSizes(1, 0), new AxisSizes(0, 0)), Dilation = (1, 2), OutputPadding = (1, 0), Groups = 2 },
                n => Definition.ConvolveTransposed(n.X[0], B, 6, 2, n["it.weight"], n["it.bias"], new Sliding(9, 3, 2, 1, 1) { Outputs = 4 }, new Sliding(5, 2, 1, 2) { Outputs = 3 }), 4, 3, 6),
            // One and three axes.
            Linear(new TransposedConvolution(4, 3) { Stride = 2, Padding = Padding.Of(1), Dilation = 2, OutputSize = 8, Groups = 2 },
                n => Definition.ConvolveTransposed(n.X[0], B, 6, 2, n["it.weight"], n["it.bias"], new Sliding(8, 3, 2, 2, 1) { Outputs = 3 }), 3, 6),
            Linear(new TransposedConvolution(6, 2) { Stride = (1, 2, 3), Groups = 3, Dilation = (2, 1, 1), OutputPadding = (0, 1, 2) },
                n => Definition.ConvolveTransposed(n.X[0], B, 3, 3, n["it.weight"], n["it.bias"], new Sliding(4, 2, 1, 2) { Outputs = 2 }, new Sliding(7, 2, 2) { Outputs = 3 }, new Sliding(7, 2, 3) { Outputs = 2 }), 2, 3, 2, 3),
        ],
        [typeof(Dense)] = [Linear(new Dense(7), n => Definition.Convolve(n.X[0], B, 9, 1, n["it.weight"], n["it.bias"], new Sliding(1, 1)), 9)],
        [typeof(Flatten)] =
        [
            Linear(new Flatten(), n => Definition.ChannelsFirst(n.X[0], B, 6, 5), 2, 3, 5),
            new LayerCase(x => x[0].Then(new Flatten(), new Dense(4) { Name = "it" }),
                n => Definition.Convolve(Definition.ChannelsFirst(n.X[0], B, 6, 5), B, 30, 1, n["it.weight"], n["it.bias"], new Sliding(1, 1)), Shape.Of(2, 3, 5)) { IsLinear = true },
        ],
        [typeof(DepthToSpace)] =
        [
            Linear(new DepthToSpace((2, 3)), n => Blocks(n.X[0], 3, (2, 2), (2, 3), channelsOutside: false, toSpace: true), 2, 2, 18),
            Linear(new DepthToSpace((2, 3)) { Order = BlockOrder.ColumnRowDepth }, n => Blocks(n.X[0], 3, (2, 2), (2, 3), channelsOutside: true, toSpace: true), 2, 2, 18),
        ],
        [typeof(SpaceToDepth)] =
        [
            Linear(new SpaceToDepth((2, 3)), n => Blocks(n.X[0], 5, (3, 2), (2, 3), channelsOutside: false, toSpace: false), 6, 6, 5),
            Linear(new SpaceToDepth((2, 3)) { Order = BlockOrder.ColumnRowDepth }, n => Blocks(n.X[0], 5, (3, 2), (2, 3), channelsOutside: true, toSpace: false), 6, 6, 5),
        ],
        [typeof(DeformableSampling)] =
        [
            new LayerCase(x => Node.Apply(new DeformableSampling((2, 3)) { Stride = (2, 1), Padding = Padding.Of(0, 1) }, x[0], x[1]),
                n => Deform(n, 3, 2, 3), Shape.Of(5, 4, 3), Shape.Of(2, 4, 12)),
        ],
        [typeof(GridSampling)] =
        [
            .. from interpolation in new[] { Interpolation.Nearest, Interpolation.Linear, Interpolation.Cubic }
               from border in Enum.GetValues<GridBorder>()
               from aligned in new[] { false, true }
               select new GridSampling { Interpolation = interpolation, Border = border, Coordinates = aligned ? Coordinates.AlignCorners : Coordinates.HalfPixel } into layer
               select new LayerCase(x => Node.Apply(layer, x[0], x[1]), n => SamplingDefinition.Sample(n.X[0], n.X[1], layer, 3, 4, 5), Shape.Of(4, 5, 3), Shape.Of(2, 6, 2)),
            new LayerCase(x => Node.Apply(new GridSampling(), x[0], x[1]), n => SamplingDefinition.Sample(n.X[0], n.X[1], new GridSampling(), 2, 3, 4, 2), Shape.Of(3, 4, 2, 2), Shape.Of(2, 2, 2, 3)),
            new LayerCase(x => Node.Apply(new GridSampling { Border = GridBorder.Border }, x[0], x[1]), n => SamplingDefinition.Sample(n.X[0], n.X[1], new GridSampling { Border = GridBorder.Border }, 19, 7), Shape.Of(7, 19), Shape.Of(5, 1)),
        ],
        [typeof(Resampling)] =
        [
            Resample(new Resampling((2, 3)), 5, (3, 6), (2, 6)),
            Resample(new Resampling((3, 2)) { Interpolation = Interpolation.Linear }, 9, (3, 9), (4, 8)),
            Resample(new Resampling(2) { Interpolation = Interpolation.Linear }, 2, (2, 4), (3, 6), (2, 4)),
            Resample(Resampling.To((3, 5)) with { Interpolation = Interpolation.Cubic }, 19, (7, 3), (4, 5)),
            Resample(new Resampling(1.6f) { Interpolation = Interpolation.Spline, Coordinates = Coordinates.AlignCorners }, 3, (5, 8)),
            Resample(new Resampling(0.7f) { Interpolation = Interpolation.Lanczos, Antialias = true }, 4, (8, 5), (6, 4)),
            Resample(Resampling.To((2, 3, 4)) with { Interpolation = Interpolation.Area }, 5, (5, 2), (4, 3), (3, 4)),
        ],
        [typeof(BatchNormalization)] =
        [
            Of(new BatchNormalization { Epsilon = 0.1f }, n => Definition.Normalize(n.X[0], n["it.weight"], n["it.bias"], 0.1f), 3, 2, 9) with { Inference = n => Running(n) },
            Of(new BatchNormalization { Epsilon = 0.5f, EpsilonOutsideRoot = true }, n => Definition.Normalize(n.X[0], n["it.weight"], n["it.bias"], 0.5f, outside: true), 3, 2, 4, 9) with
            { Inference = n => Definition.Normalize(n.X[0], n["it.weight"], n["it.bias"], 0.5f, n["it.running_mean"], n["it.running_var"], outside: true) },
            // The passes that fusion makes of it: an addend, an activation, both; one that reads its argument again.
            new LayerCase(x => (x[0].Then(new BatchNormalization { Name = "it", Epsilon = 0.1f }) + x[1]).Then(new Tanh()),
                n => [.. Definition.Normalize(n.X[0], n["it.weight"], n["it.bias"], 0.1f).Zip(n.X[1], (a, b) => Math.Tanh(a + b))], Shape.Of(3, 2, 9), Shape.Of(3, 2, 9))
            { Inference = n => [.. Running(n).Zip(n.X[1], (a, b) => Math.Tanh(a + b))] },
            new LayerCase(x => x[0].Then(new BatchNormalization { Name = "it", Epsilon = 0.1f }, new LeakyRelu(0.3f)),
                n => [.. Definition.Normalize(n.X[0], n["it.weight"], n["it.bias"], 0.1f).Select(Leaky)], Shape.Of(3, 2, 9)) { Inference = n => [.. Running(n).Select(Leaky)] },
            new LayerCase(x => x[0].Then(new BatchNormalization { Name = "it", Epsilon = 0.1f }, new Silu()),
                n => [.. Definition.Normalize(n.X[0], n["it.weight"], n["it.bias"], 0.1f).Select(value => value * Logistic(value))], Shape.Of(7, 5))
            { Inference = n => [.. Running(n).Select(value => value * Logistic(value))] },
        ],
        [typeof(GroupNormalization)] =
        [
            Of(new GroupNormalization(3) { Epsilon = 0.1f }, n => Groups(n, 4 * 3), 2, 2, 9),
            Of(new GroupNormalization(2) { Epsilon = 0.1f }, n => Groups(n, 10 * 3), 10, 6),
            Of(new GroupNormalization(1) { Epsilon = 0.1f }, n => Groups(n, 3 * 19), 3, 19),
            new LayerCase(x => x[0].Then(new GroupNormalization(3) { Name = "it", Epsilon = 0.1f }, new Tanh()), n => [.. Groups(n, 4 * 3).Select(Math.Tanh)], Shape.Of(2, 2, 9)),
            new LayerCase(x => x[0].Then(new GroupNormalization(3) { Name = "it", Epsilon = 0.1f }, new Silu()), n => [.. Groups(n, 4 * 3).Select(value => value * Logistic(value))], Shape.Of(2, 2, 9)),
            new LayerCase(x => x[0].Then(new GroupNormalization(3) { Name = "it", Epsilon = 0.1f }, new LeakyRelu(0.3f)), n => [.. Groups(n, 4 * 3).Select(Leaky)], Shape.Of(2, 2, 9)),
        ],
        [typeof(InstanceNormalization)] =
        [
            Of(new InstanceNormalization { Epsilon = 0.1f }, n => Groups(n, 6), 3, 2, 5),
            Of(new InstanceNormalization { Epsilon = 0.1f }, n => Groups(n, 8), 2, 2, 2, 17),
        ],
        [typeof(LayerNormalization)] =
        [
            Of(new LayerNormalization { Epsilon = 0.1f }, n => Definition.NormalizeGroups(n.X[0], 1, 9, n["it.weight"], n["it.bias"], 0.1f), 3, 2, 9),
            Of(new LayerNormalization { Epsilon = 0.1f }, n => Definition.NormalizeGroups(n.X[0], 1, 83, n["it.weight"], n["it.bias"], 0.1f), 83),
        ],
        [typeof(LocalResponseNormalization)] =
        [
            Of(new LocalResponseNormalization(5) { Alpha = 2, K = 1.5f }, n => Naive.LocalResponse(n.X[0], 9, new LocalResponseNormalization(5) { Alpha = 2, K = 1.5f }), 3, 9),
            Of(new LocalResponseNormalization(4) { Alpha = 3, Beta = 0.6f }, n => Naive.LocalResponse(n.X[0], 19, new LocalResponseNormalization(4) { Alpha = 3, Beta = 0.6f }), 2, 19),
        ],
        [typeof(Relu)] = Each(new Relu(), x => Math.Max(x, 0)),
        [typeof(Relu6)] = Each(new Relu6(), x => Math.Min(Math.Max(x, 0), 6)),
        [typeof(LeakyRelu)] = Each(new LeakyRelu(0.3f), Leaky),
        [typeof(Tanh)] = Each(new Tanh(), Math.Tanh),
        [typeof(Sigmoid)] = Each(new Sigmoid(), Logistic),
        [typeof(Silu)] = Each(new Silu(), x => x * Logistic(x)),
        [typeof(HardSigmoid)] = Each(new HardSigmoid(0.2f), x => Math.Min(Math.Max(0.2f * x + 0.5, 0), 1)),
        [typeof(HardSwish)] = Each(new HardSwish(), x => x * Math.Min(Math.Max(x + 3, 0), 6) / 6),
        [typeof(Elu)] = Each(new Elu(0.7f), x => x > 0 ? x : 0.7f * (Math.Exp(x) - 1)),
        [typeof(Gelu)] = [.. Each(new Gelu(), x => x * Definition.Normal(x)), .. Each(new Gelu { Approximate = true }, ActivationTests.GeluTanh)],
        [typeof(Selu)] = Each(new Selu(), ActivationTests.Selu),
        [typeof(Softplus)] = Each(new Softplus(), ActivationTests.Softplus),
        [typeof(PRelu)] =
        [
            Of(new PRelu(), n => [.. n.X[0].Select((x, i) => x > 0 ? x : x * n["it.weight"][i % 19])], 3, 2, 19),
            Of(new PRelu(), n => [.. n.X[0].Select((x, i) => x > 0 ? x : x * n["it.weight"][i % 5])], 5),
        ],
        [typeof(Softmax)] = [Of(new Softmax(), n => Definition.Softmax(n.X[0], 19), 3, 2, 19), Of(new Softmax(), n => Definition.Softmax(n.X[0], 5), 5)],
        [typeof(LogSoftmax)] = [Of(new LogSoftmax(), n => [.. Definition.Softmax(n.X[0], 19).Select(y => Math.Log(y))], 3, 2, 19), Of(new LogSoftmax(), n => [.. Definition.Softmax(n.X[0], 5).Select(y => Math.Log(y))], 5)],
        // A channel of an example is dropped with all its pixels.
        [typeof(SpatialDropout)] = [Of(new SpatialDropout(0.4f), n => [.. n.X[0].Select((x, i) => n.Y[i / 40 * 40 + i % 10] == 0 ? 0 : x / (1 - 0.4f))], 4, 10) with { Inference = n => n.X[0] }],
        // Whom the library dropped shows in its zeros; the others are divided by 1 − rate.
        [typeof(Dropout)] = [Of(new Dropout(0.4f), n => [.. n.X[0].Select((x, i) => n.Y[i] == 0 ? 0 : x / (1 - 0.4f))], 4, 5) with { Inference = n => n.X[0] }],
        [typeof(StochasticDepth)] = [Of(new StochasticDepth(0.4f), n => [.. n.X[0].Select((x, i) => n.Y[i / 20 * 20] == 0 ? 0 : x / (1 - 0.4f))], 4, 5) with { Inference = n => n.X[0] }],
        [typeof(Add)] =
        [
            new LayerCase(x => x[0] + x[1], n => [.. n.X[0].Zip(n.X[1], (a, b) => a + b)], Shape.Of(3, 2, 5), Shape.Of(3, 2, 5)) { IsLinear = true },
            new LayerCase(x => x[0] + x[0], n => [.. n.X[0].Select(a => a + a)], Shape.Of(3, 2, 5)) { IsLinear = true },
        ],
        [typeof(Multiply)] =
        [
            new LayerCase(x => x[0] * x[1], n => [.. n.X[0].Zip(n.X[1], (a, b) => a * b)], Shape.Of(3, 2, 5), Shape.Of(3, 2, 5)),
            new LayerCase(x => x[0] * x[1], n => [.. n.X[0].Select((a, i) => a * n.X[1][i / 30 * 5 + i % 5])], Shape.Of(3, 2, 5), Shape.Of(5)),
            new LayerCase(x => x[1] * x[0], n => [.. n.X[0].Select((a, i) => a * n.X[1][i / 30 * 5 + i % 5])], Shape.Of(3, 2, 5), Shape.Of(1, 1, 5)),
            new LayerCase(x => x[0] * x[0], n => [.. n.X[0].Select(a => a * a)], Shape.Of(7)),
        ],
        [typeof(Concatenation)] =
        [
            new LayerCase(x => Node.Concatenate(x[0], x[1], x[0]), n => Definition.Join((n.X[0], 5), (n.X[1], 2), (n.X[0], 5)), Shape.Of(3, 2, 5), Shape.Of(3, 2, 2)) { IsLinear = true },
        ],
        [typeof(ChannelPadding)] = [Linear(new ChannelPadding(1, 2), n => Definition.Join((new double[B * 6], 1), (n.X[0], 5), (new double[B * 12], 2)), 3, 2, 5)],
    };

    private static LayerCase Of(Layer layer, Func<LayerCase.Numbers, double[]> expected, params int[] input) => new(x => x[0].Then(layer with { Name = "it" }), expected, Shape.Of(input));

    private static LayerCase Linear(Layer layer, Func<LayerCase.Numbers, double[]> expected, params int[] input) => Of(layer, expected, input) with { IsLinear = true };

    private static double[] Blocks(double[] x, int channels, (int H, int W) blocks, (int H, int W) block, bool channelsOutside, bool toSpace)
    {
        var (y, pixels) = (new double[x.Length], block.H * block.W);
        for (var i = 0; i < x.Length; i++)
        {
            // Row, column and channel of the map with many pixels.
            var (n, h, w, c) = (i / (channels * pixels * blocks.H * blocks.W), i / (channels * block.W * blocks.W) % (block.H * blocks.H), i / channels % (block.W * blocks.W), i % channels);
            var place = h % block.H * block.W + w % block.W;
            var few = ((n * blocks.H + h / block.H) * blocks.W + w / block.W) * channels * pixels + (channelsOutside ? c * pixels + place : place * channels + c);
            if (toSpace) y[i] = x[few];
            else y[few] = x[i];
        }
        return y;
    }

    // Hats of one pixel's width around every moved tap, over all pixels. Two rows and four columns of outputs with windows of 2×3 over 5×4 pixels.
    private static double[] Deform(LayerCase.Numbers n, int channels, int rows, int columns)
    {
        var (taps, y) = (rows * columns, new double[B * 2 * 4 * rows * columns * channels]);
        for (var i = 0; i < y.Length; i++)
        {
            var place = i / channels;
            var (tap, q, p, b) = (place % taps, place / taps % 4, place / taps / 4 % 2, place / taps / 8);
            var row = p * 2 + tap / columns + n.X[1][2 * place];
            var column = q - 1 + tap % columns + n.X[1][2 * place + 1];
            for (var h = 0; h < 5; h++)
                for (var w = 0; w < 4; w++) y[i] += Math.Max(0, 1 - Math.Abs(row - h)) * Math.Max(0, 1 - Math.Abs(column - w)) * n.X[0][((b * 5 + h) * 4 + w) * channels + i % channels];
        }
        return y;
    }

    private static LayerCase Resample(Resampling layer, int channels, params (int Input, int Output)[] axes) => Linear(layer,
        n => [.. n.X[0].Chunk(n.X[0].Length / B).SelectMany(x => ResamplingDefinition.Resample(x, channels, layer, axes))], [.. axes.Select(axis => axis.Input), channels]);

    // Alone, and in the epilogues of a sum and of a dense layer.
    private static LayerCase[] Each(Layer layer, Func<double, double> formula) =>
    [
        Of(layer, n => [.. n.X[0].Select(formula)], 5, 19),
        new(x => (x[0] + x[1]).Then(layer), n => [.. n.X[0].Zip(n.X[1], (a, b) => formula(a + b))], Shape.Of(5, 7), Shape.Of(5, 7)),
        new(x => x[0].Then(new Dense(5) { Name = "it" }, layer), n => [.. Definition.Convolve(n.X[0], B, 3, 1, n["it.weight"], n["it.bias"], new Sliding(1, 1)).Select(formula)], Shape.Of(3)),
    ];

    // Rows have two elements before and one behind, columns one and three.
    private static double[] Surround(LayerCase.Numbers n, PaddingMode mode, double value) => Definition.Pad(n.X[0], 3, (4, 5), (2, 1), (1, 3), (place, size) => mode switch
    {
        PaddingMode.Reflect => place < 0 ? -place : 2 * size - 2 - place,
        PaddingMode.Replicate => place < 0 ? 0 : size - 1,
        PaddingMode.Circular => (place + size) % size,
        _ => -1,
    }, value);

    private static double[] PadAndConvolve(LayerCase.Numbers n, PaddingMode mode, double value = 0) =>
        Definition.Convolve(Surround(n, mode, value), B, 3, 1, n["it.weight"], n["it.bias"], new Sliding(7, 3), new Sliding(9, 3));

    // The dense kernel of a table: its pairs in order, zeros between them.
    private static double[] Connected(double[] w, int taps, int[][] table, int inputs)
    {
        var pairs = new Queue<double[]>(w.Chunk(taps));
        return [.. from row in table from input in Enumerable.Range(0, inputs) from value in row.Contains(input) ? pairs.Dequeue() : new double[taps] select value];
    }

    private static double[] Pool(LayerCase.Numbers n, int channels, Func<double[], int, double> rule, params Sliding[] axes) => Definition.Pool(n.X[0], B, channels, rule, axes);

    private static double[] Running(LayerCase.Numbers n) => Definition.Normalize(n.X[0], n["it.weight"], n["it.bias"], 0.1f, n["it.running_mean"], n["it.running_var"]);

    // Groups of a number of values of one example.
    private static double[] Groups(LayerCase.Numbers n, int numbers)
    {
        var pixels = n.X[0].Length / B / n["it.weight"].Length;
        return Definition.NormalizeGroups(n.X[0], pixels, numbers / pixels, n["it.weight"], n["it.bias"], 0.1f);
    }

    private static double Most(double[] values, int taps) => values.Max();

    private static double Mean(double[] values, int taps) => values.Average();

    private static double Leaky(double x) => x > 0 ? x : 0.3f * x;

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
