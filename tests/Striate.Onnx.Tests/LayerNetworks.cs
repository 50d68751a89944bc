using Striate.Filters;
using Striate.Kernels.Padding;
using Striate.Kernels.Resampling;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Onnx.Tests;

/// <summary>Networks that between them use every layer and setting.</summary>
internal static partial class LayerNetworks
{
    /// <summary>The network with a layer that no other runtime knows.</summary>
    public const string Clusters = "clusters of features";

    public static TheoryData<string> Names => [.. All.Keys];

    public static IReadOnlyDictionary<string, Func<Network>> All => Own.Concat(Arrays).ToDictionary();

    private static IReadOnlyDictionary<string, Func<Network>> Own { get; } = new Dictionary<string, Func<Network>>
    {
        ["convolution"] = () => Network.Sequential(Shape.Of(9, 8, 4), new Convolution(6, (3, 2))
        {
            Stride = (2, 1),
            Dilation = (1, 2),
            Groups = 2,
            Padding = Padding.Of((1, 0), (2, 1)),
            WeightInitializer = Initializer.Glorot,
            BiasInitializer = new Initializer.Uniform(-0.3f, 0.1f),
            WeightDecay = 1e-4f,
            MaxNorm = 3.3f,
        }),
        ["transposed convolution"] = () => Network.Sequential(Shape.Of(4, 5, 4), new TransposedConvolution(6, (3, 2))
        {
            Stride = (2, 3),
            Dilation = (2, 1),
            Groups = 2,
            Padding = Padding.Of((1, 0), (2, 1)),
            OutputPadding = (1, 2),
            WeightDecay = 1e-4f,
            Frozen = true,
        }),
        ["transposed sizes"] = () => Network.Sequential(Shape.Of(4, 5, 2), new TransposedConvolution(3, 3) { Stride = 2, Padding = Padding.Same, HasBias = false },
            new TransposedConvolution(2, 2) { Stride = 3, OutputSize = (25, 30) }, new TransposedConvolution(2, 3) { Padding = Padding.Full }),
        ["transposed volumes"] = () => Network.Sequential(Shape.Of(3, 4, 2, 2), new TransposedConvolution(3, 2) { Stride = 2, WeightInitializer = Initializer.Glorot }),
        ["designed filters"] = () => Network.Sequential(Shape.Of(6, 6, 1), new Convolution(9, 3) { WeightInitializer = Initializer.Of(FilterBank.Classic), Frozen = true }, new Convolution(2, (1, 2)) { WeightInitializer = Initializer.Of(new FilterBank(Filter.Edge)) }),
        ["named"] = () => Network.Sequential(Shape.Of(6, 6, 2), new Convolution(3, 3) { Name = "stem.conv", Frozen = true, HasBias = false }, new Relu { Name = "stem.act" }),
        ["same sizes an axis"] = () => Network.Sequential(Shape.Of(8, 8, 2), new Convolution(3, (3, 3)) { Stride = (1, 1), Padding = Padding.Of(1, 1) }, new MaxPooling((2, 2))),
        ["padding same"] = () => Network.Sequential(Shape.Of(9, 9, 2), new Convolution(3, 4) { Padding = Padding.Same, Stride = 2 }, new AveragePooling(3) { Stride = 1, Padding = Padding.Same }),
        ["padding full"] = () => Network.Sequential(Shape.Of(5, 5, 2), new Convolution(3, 3) { Padding = Padding.Full, Dilation = 2, WeightInitializer = Initializer.Dirac }),
        ["flipped"] = () => Network.Sequential(Shape.Of(9, 9, 2), new Convolution(3, (3, 2)) { Flip = true, Padding = Padding.Same, Stride = 2 }, new Convolution(4, 3) { Flip = true, HasBias = false, Padding = Padding.Full }),
        ["connections"] = () => Network.Sequential(Shape.Of(9, 9, 6), new Convolution(16, 5) { Connections = ChannelConnections.LeNet5, Name = "c3" }, new Convolution(2, 1) { Connections = new([0, 15], [1]), Flip = true }),
        ["padding modes"] = () => Network.Sequential(Shape.Of(6, 5, 2), new Convolution(3, 3) { Padding = Padding.Same with { Mode = PaddingMode.Reflect } },
            new Convolution(3, 3) { Padding = Padding.Of((1, 2), (2, 0)) with { Mode = PaddingMode.Circular } }, new Convolution(2, 2) { Padding = Padding.Full with { Mode = PaddingMode.Replicate } },
            new Convolution(2, 2) { Padding = Padding.Of(1) with { Mode = PaddingMode.Constant, Value = 0.5f } }),
        ["biases per location"] = () => Network.Sequential(Shape.Of(6, 5, 2), new Convolution(3, 3) { BiasSharing = BiasSharing.PerLocation }, new Convolution(3, 3) { Groups = 3, BiasSharing = BiasSharing.PerLocation, Flip = true }),
        ["spatial padding"] = () => Network.Sequential(Shape.Of(6, 5, 2), new SpatialPadding(1, 2), new SpatialPadding((1, 2), (0, 3)) { Mode = PaddingMode.Reflect }, new SpatialPadding((1, 1), 0) { Mode = PaddingMode.Replicate },
            new SpatialPadding((0, 2), 1) { Mode = PaddingMode.Circular }, new SpatialPadding(1, 0) { Mode = PaddingMode.Constant, Value = 2.5f }, new SpatialPadding(0, 1) { Mode = PaddingMode.Constant }, new SpatialPadding(0, 0)),
        ["unshared"] = () => Network.Sequential(Shape.Of(7, 6, 4), new UnsharedConvolution(6, (3, 2)) { Stride = (2, 1), Groups = 2, Padding = Padding.Same, Dilation = (1, 2), WeightDecay = 0.1f },
            new UnsharedConvolution(3, 2) { Padding = Padding.Of(1) with { Mode = PaddingMode.Circular }, HasBias = false, Frozen = true }),
        ["tiled"] = () => Network.Sequential(Shape.Of(7, 6, 4), new TiledConvolution(6, (3, 2), 2) { Groups = 2, WeightInitializer = Initializer.Glorot }, new TiledConvolution(2, 3, (1, 3)) { Padding = Padding.Full }),
        ["unshared volumes"] = () => Network.Sequential(Shape.Of(3, 4, 3, 2), new UnsharedConvolution(3, 2), new TiledConvolution(2, 2, (1, 2, 1)) { Padding = Padding.Same }),
        ["strict"] = () => Network.Sequential(Shape.Of(7, 7, 2), new Convolution(3, 3) { Stride = 2, Fit = Fit.Strict }, new MaxPooling(3) { Fit = Fit.Strict }),
        ["one axis"] = () => Network.Sequential(Shape.Of(20, 3), new Convolution(4, 5) { Stride = 2 }, new MaxPooling(2), new GlobalAveragePooling(), new Dense(2)),
        ["three axes"] = () => Network.Sequential(Shape.Of(6, 5, 4, 2), new Convolution(3, (3, 2, 1)), new AveragePooling((2, 1, 2)) { CountPadding = true, Padding = Padding.Of(1, 0, 1) }),
        ["pooling"] = () => Network.Sequential(Shape.Of(9, 9, 3), new MaxPooling(3) { Stride = 2, Padding = Padding.Of(1), Dilation = 2 }, new AveragePooling(2)),
        ["sums and norms"] = () => Network.Sequential(Shape.Of(16, 16, 3), new SumPooling(3) { Stride = 2, Padding = Padding.Of(1) }, new LpPooling(2) { Stride = 1 }, new LpPooling(2, 2.5f) { Stride = 1, Dilation = 2 }, new SumPooling(2) { Fit = Fit.Ceiling, Name = "sum" },
            new LpPooling(2, 3) { Fit = Fit.Ceiling }, new LpPooling(2, float.PositiveInfinity) { Stride = 1 }, new LpPooling(1)),
        ["weighted pooling"] = () => Network.Sequential(Shape.Of(9, 8, 3), new DistanceWeightedPooling(3) { Stride = (2, 1), Padding = Padding.Of(1), Dilation = (1, 2) }, new DistanceWeightedPooling((2, 2)) { Sigma = 0.7f, Fit = Fit.Ceiling, Name = "near" }),
        ["unpooling"] = () => Network.Sequential(Shape.Of(3, 4, 3), new FixedUnpooling(2), new FixedUnpooling((1, 3)) { Position = (0, 2) }, new FixedUnpooling((2, 2)) { Position = (1, 1), Name = "un" }),
        ["unpooling to the maximum"] = () =>
        {
            var x = Network.Input(7, 8, 3);
            var y = Node.Apply(new MaxUnpooling(2) { Name = "un", Fit = Fit.Ceiling }, x.Then(new MaxPooling(2) { Fit = Fit.Ceiling }, new Tanh()), x);
            return Network.Of([Node.Apply(new MaxUnpooling((3, 2)) { Padding = Padding.Of(1, 0) }, y.Then(new MaxPooling((3, 2)) { Padding = Padding.Of(1, 0) }), y)]);
        },
        ["places of the maximum"] = () => Network.Of([Network.Input(7, 8, 3).Then(new MaxPoolingIndices(3) { Stride = 2, Padding = Padding.Of(1) }), Network.Input(5, 4, 3, 2).Named("volume").Then(new MaxPoolingIndices(2) { Dilation = (2, 1, 1) })]),
        ["maxout"] = () => Network.Sequential(Shape.Of(7, 8, 12), new ChannelMaxPooling(3), new Flatten(), new ChannelMaxPooling(7)),
        ["partial pooling"] = () => Network.Sequential(Shape.Of(19, 16, 5), new PartialPooling(new MaxPooling(3) { Stride = (2, 1), Padding = Padding.Same }, 2), new PartialPooling(new AveragePooling(2) { Stride = 1, CountPadding = true, Padding = Padding.Full }, 4),
            new PartialPooling(new LpPooling((2, 2), 3), 1) { Name = "part" }, new PartialPooling(new SumPooling(2) { Fit = Fit.Ceiling, Stride = 1 }, 1),
            new PartialPooling(new DistanceWeightedPooling(3) { Sigma = 0.8f, Fit = Fit.Ceiling }, 3)),
        ["learnt regions"] = () => Network.Sequential(Shape.Of(7, 6, 3), new LearnedPooling((3, 3)), new LearnedPooling(2) { Frozen = true, Name = "regions" }),
        [Clusters] = () => Network.Sequential(Shape.Of(7, 6, 3), new ClusterPooling(4), new ClusterPooling(2) { Features = 3, Seed = ulong.MaxValue, Name = "clusters" }),
        ["dilated averages"] = () => Network.Sequential(Shape.Of(9, 8, 3), new AveragePooling(3) { Dilation = 2, Padding = Padding.Of(1), Stride = 1 },
            new AveragePooling(2) { Dilation = (2, 1), Padding = Padding.Of(1), CountPadding = true, Fit = Fit.Ceiling }),
        ["quadrants"] = () => Network.Sequential(Shape.Of(9, 7, 3), new AdaptiveMaxPooling(4) { IsDisjoint = true }, AdaptiveAveragePooling.Quadrants, AdaptiveMaxPooling.Quadrants),
        ["quadrants of odd sizes"] = () => Network.Sequential(Shape.Of(9, 7, 3), AdaptiveAveragePooling.Quadrants with { Name = "quadrants" }),
        ["ceiling"] = () => Network.Sequential(Shape.Of(8, 8, 3), new MaxPooling(3) { Stride = 2, Fit = Fit.Ceiling }, new AveragePooling(3) { Stride = 2, Padding = Padding.Of(1), CountPadding = true, Fit = Fit.Ceiling }),
        ["dense"] = () => Network.Sequential(Shape.Of(3, 2, 4), new Flatten(), new Dense(5) { HasBias = false, WeightInitializer = new Initializer.Orthogonal(2) }, new Tanh(), new Dense(3) { MaxNorm = 2 }),
        ["activations"] = () => Network.Sequential(Shape.Of(4, 4, 2), new Relu(), new Tanh(), new Sigmoid(), new LeakyRelu(0.3f), new Dropout(0.2f)),
        ["more activations"] = () => Network.Sequential(Shape.Of(4, 4, 2), new Relu6(), new Silu { Name = "swish" }, new Silu(), new HardSwish(), new HardSigmoid(), new HardSigmoid(0.2f), new Elu(0.7f), new Sigmoid()),
        ["smooth activations"] = () => Network.Sequential(Shape.Of(4, 4, 3), new Gelu(), new Gelu { Approximate = true, Name = "tanh" }, new Selu(), new Softplus(), new Gelu()),
        ["learnt slopes"] = () => Network.Sequential(Shape.Of(4, 4, 3), new PRelu { InitialSlope = 0.1f }, new PRelu { Frozen = true, Name = "slopes" }, new Flatten(), new PRelu()),
        ["softmax"] = () => Network.Sequential(Shape.Of(4, 4, 3), new Softmax(), new LogSoftmax { Name = "log" }, new SpatialDropout(0.2f), new Flatten(), new LogSoftmax(), new Softmax()),
        ["batch normalization"] = () => Network.Sequential(Shape.Of(4, 4, 3), new BatchNormalization { Epsilon = 1e-3f, Momentum = 0.07f, Frozen = true, ScaleInitializer = Initializer.Zeros }),
        ["batch normalization, epsilon outside the root"] = () => Network.Sequential(Shape.Of(4, 3), new BatchNormalization { Epsilon = 0.25f, EpsilonOutsideRoot = true, Momentum = 0.07f }, new Flatten(), new BatchNormalization { EpsilonOutsideRoot = true, Frozen = true }),
        ["batch normalization of volumes"] = () => Network.Sequential(Shape.Of(4, 3, 2, 5), new BatchNormalization { EpsilonOutsideRoot = true }, new BatchNormalization()),
        ["normalizations"] = () => Network.Sequential(Shape.Of(4, 4, 6), new GroupNormalization(3) { Epsilon = 1e-3f, Frozen = true }, new InstanceNormalization { Epsilon = 1e-4f }, new LayerNormalization { Epsilon = 1e-6f, Name = "norm" }, new GroupNormalization(3),
            new Flatten(), new LayerNormalization { Epsilon = 1e-3f }, new GroupNormalization(4)),
        ["normalizations of volumes"] = () => Network.Sequential(Shape.Of(4, 3, 2, 6), new GroupNormalization(2), new InstanceNormalization { Frozen = true }, new LayerNormalization { Frozen = true }),
        ["local response"] = () => Network.Sequential(Shape.Of(4, 4, 6), new LocalResponseNormalization(5), new LocalResponseNormalization(2) { Alpha = 0.1f, Beta = 0.6f, K = 1.5f }),
        ["stochastic depth"] = () => Network.Sequential(Shape.Of(4, 4, 6), new StochasticDepth(0.2f), new StochasticDepth(0.1f) { Name = "depth" }),
        ["pixels and channels"] = () => Network.Of([Network.Input(4, 6, 8).Then(new DepthToSpace(2), new SpaceToDepth((2, 2)), new DepthToSpace(2) { Order = BlockOrder.ColumnRowDepth, Name = "shuffle" }, new SpaceToDepth(2) { Order = BlockOrder.ColumnRowDepth }, new SpaceToDepth((1, 3)), new DepthToSpace((3, 2))),
            Network.Input(6, 4).Named("line").Then(new DepthToSpace(2), new SpaceToDepth(3) { Order = BlockOrder.ColumnRowDepth }), Network.Input(2, 3, 2, 12).Named("volume").Then(new DepthToSpace((1, 2, 3)), new SpaceToDepth((2, 3, 1)))]),
        ["deformable"] = () =>
        {
            var x = Network.Input(7, 6, 3);
            return Network.Of(Node.Apply(new DeformableSampling((3, 2)) { Stride = (2, 1), Padding = Padding.Of(1), Dilation = (1, 2) }, x, x.Then(new Convolution(12, (3, 2)) { Stride = (2, 1), Padding = Padding.Of(1), Dilation = (1, 2) })).Then(new Convolution(4, 1)));
        },
        ["deformable with a mask"] = () =>
        {
            var x = Network.Input(7, 6, 4);
            return Network.Of(Node.Apply(new DeformableSampling(2) { OffsetGroups = 2, HasMask = true }, x, x.Then(new Convolution(16, 2)), x.Then(new Convolution(8, 2), new Sigmoid())).Then(new Convolution(4, 1)));
        },
        ["grid sampling"] = () =>
        {
            var x = Network.Input(7, 6, 4);
            var places = x.Then(new Convolution(2, 3), new Tanh());
            return Network.Of([Node.Apply(new GridSampling { Border = GridBorder.Reflection }, x, places), Node.Apply(new GridSampling { Interpolation = Interpolation.Cubic, Coordinates = Coordinates.AlignCorners }, x, places),
                Node.Apply(new GridSampling { Interpolation = Interpolation.Nearest, Border = GridBorder.Border, Name = "nearest" }, x, places)]);
        },
        ["padding the low side"] = () => Network.Sequential(Shape.Of(7, 6, 2), new Convolution(3, (2, 4)) { Padding = Padding.SameLow, Stride = (2, 1) }, new MaxPooling(2) { Stride = 1, Padding = Padding.SameLow }, new TransposedConvolution(2, 3) { Stride = 2, Padding = Padding.SameLow }),
        ["resampling"] = () => Network.Sequential(Shape.Of(4, 3, 6), new Resampling(2), new Resampling((1, 3)) { Interpolation = Interpolation.Linear }, new Resampling((2, 2)), Resampling.To(7) with { Rounding = NearestRounding.Floor, Coordinates = Coordinates.Asymmetric },
            Resampling.To((5, 5)) with { Interpolation = Interpolation.Cubic, Coordinates = Coordinates.AlignCorners }, new Resampling(1.7f) { Interpolation = Interpolation.Cubic, CubicCoefficient = -0.5f }, new Resampling((0.5f, 1)) { Interpolation = Interpolation.Linear, Coordinates = Coordinates.Asymmetric }),
        ["resampling by functions"] = () => Network.Sequential(Shape.Of(6, 7, 2), new Resampling(1.5f) { Interpolation = Interpolation.Spline, Name = "spline" }, Resampling.To((9, 9)) with { Interpolation = Interpolation.Lanczos }, new Resampling((0.5f, 0.7f)) { Interpolation = Interpolation.Area },
            new Resampling((3, 3)) { Interpolation = Interpolation.Spline, Coordinates = Coordinates.AlignCorners }, new Resampling(0.4f) { Interpolation = Interpolation.Cubic, Antialias = true }, new Resampling(2.3f)),
        ["resampling of lines and volumes"] = () => Network.Of([Network.Input(9, 2).Then(new Resampling(2.5f) { Interpolation = Interpolation.Cubic }, Resampling.To(30) with { Interpolation = Interpolation.Linear, Antialias = true }),
            Network.Input(4, 3, 5, 2).Named("volume").Then(new Resampling((1.5f, 2, 0.6f)) { Interpolation = Interpolation.Cubic }, Resampling.To(4) with { Interpolation = Interpolation.Linear }, new Resampling(1.25f) { Rounding = NearestRounding.HalfDown })]),
        ["flatten a vector"] = () => Network.Sequential(Shape.Of(4, 4, 3), new GlobalAveragePooling(), new Flatten(), new Dropout(0.5f), new Flatten(), new Dense(2)),
        ["adaptive pooling"] = () => Network.Sequential(Shape.Of(12, 9, 3), new AdaptiveMaxPooling((6, 3)), new AdaptiveAveragePooling((4, 2)), new AdaptiveMaxPooling(3), new AdaptiveAveragePooling(1), new AdaptiveMaxPooling(1)),
        ["adaptive pooling of volumes"] = () => Network.Sequential(Shape.Of(7, 5, 4, 2), new AdaptiveAveragePooling(3) { Name = "a" }, new AdaptiveMaxPooling((3, 3, 3))),
        ["products"] = Products,
        ["global pooling with axes"] = () => Network.Sequential(Shape.Of(4, 4, 3), new GlobalAveragePooling { KeepAxes = true }, new Flatten(), new Dense(2)),
        ["branches"] = Branches,
        ["shared"] = Shared,
        ["inputs and outputs"] = InputsAndOutputs,
        ["input as output"] = () => Network.Of([Network.Input(3, 3, 2), .. Twice()]),
        ["channel padding"] = () => Network.Sequential(Shape.Of(4, 4, 2), new ChannelPadding(1, 3)),
        ["lenet5"] = () => ModelZoo.Build("lenet5", Shape.Of(28, 28, 1), 10),
        ["resnet20"] = () => CifarResNet.ResNet20(Shape.Of(32, 32, 3), 10, Shortcut.Padded),
        ["mobilenet_v2"] = () => MobileNetV2.Build(Shape.Of(32, 32, 3), 10, 0.35),
        ["efficientnet"] = () => EfficientNet.Build(Shape.Of(32, 32, 3), 10, width: 0.25, depth: 0.1, dropout: 0.2f),
        ["squeezenet1_1"] = () => SqueezeNet.SqueezeNet11(Shape.Of(64, 64, 3), 10),
        ["unet"] = () => UNet.Build(Shape.Of(8, 8, 3), 4, levels: 3, width: 4),
    };

    private static Node[] Twice()
    {
        var node = Network.Input(3, 3, 2).Named("second").Then(new Relu { Name = "output" });
        return [node, node];
    }

    private static Network Products()
    {
        var x = Network.Input(6, 6, 3);
        var y = SqueezeExcitation.Behind(x, 3, 2, new Silu(), new HardSigmoid(), "se");
        var factors = y.Then(new GlobalAveragePooling(), new Sigmoid());
        var gate = y.Then(new Sigmoid());
        return Network.Of([factors * y, y * gate, factors]);
    }

    private static Network Branches()
    {
        var x = Network.Input(6, 6, 3);
        var (left, right) = (x.Then(new Convolution(4, 3) { Padding = Padding.Same }), x.Then(new Convolution(4, 1)));
        return Network.Of(Node.Concatenate(left + right, right, x).Then(new Relu(), new Flatten(), new Dense(3)));
    }

    private static Network Shared()
    {
        var first = Network.Input(6, 6, 3).Then(new Convolution(3, 3) { Name = "conv", Padding = Padding.Same }, new BatchNormalization { Name = "bn" });
        return Network.Of(first.Then(new Convolution(3, 3) { Name = "again", SharedWith = "conv", Padding = Padding.Same }, new BatchNormalization { SharedWith = "bn" }));
    }

    private static Network InputsAndOutputs()
    {
        var (a, b) = (Network.Input(6, 6, 3), Network.Input(6, 6, 3).Named("mask"));
        var sum = a + b;
        return Network.Of([sum.Then(new Convolution(2, 3)), sum, b.Then(new Sigmoid())]);
    }
}
