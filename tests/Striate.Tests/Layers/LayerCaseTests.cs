using Striate.Kernels.Padding;
using Striate.Kernels.Resampling;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>A case for every layer: its gradient inside a small network, the same bits on 1, 2 and 3 threads, and the list itself held against the assembly.</summary>
public partial class LayerCaseTests
{
    private static readonly Dictionary<Type, Func<Network>> Cases = new()
    {
        [typeof(Convolution)] = () => Network.Sequential(Shape.Of(7, 6, 3), new Convolution(5, (3, 2)) { Stride = (2, 1), Padding = Padding.Of(new AxisSizes(1, 0), new AxisSizes(2, 1)), Dilation = (1, 2) }, new Tanh(), new Convolution(4, 3) { Groups = 1 }),
        [typeof(SpatialPadding)] = () =>
        {
            var x = Network.Input(5, 4, 3).Then(new Convolution(9, 2), new Tanh());
            return Network.Of((x.Then(new SpatialPadding(1, 2) { Mode = PaddingMode.Reflect }) + x.Then(new SpatialPadding((2, 1), (1, 2)) { Mode = PaddingMode.Circular })
                + x.Then(new SpatialPadding(2, 1) { Mode = PaddingMode.Replicate })).Then(new Convolution(3, 3) { Padding = Padding.Same with { Mode = PaddingMode.Constant, Value = 0.3f } }));
        },
        [typeof(UnsharedConvolution)] = () =>
        {
            var x = Network.Input(7, 6, 3).Then(new Convolution(19, 2), new Tanh());
            var y = x.Then(new UnsharedConvolution(17, 3) { Name = "u", Stride = 2, Padding = Padding.Of(1) }, new Tanh());
            return Network.Of((y + x.Then(new Tanh(), new UnsharedConvolution(17, 3) { SharedWith = "u", Stride = 2, Padding = Padding.Of(1) })).Then(new UnsharedConvolution(2, 2)));
        },
        [typeof(TiledConvolution)] = () =>
        {
            var x = Network.Input(7, 6, 3).Then(new Convolution(18, 2), new Tanh());
            var y = x.Then(new TiledConvolution(20, 3, 2) { Groups = 2, Padding = Padding.Same }, new Tanh());
            return Network.Of((y + x.Then(new TiledConvolution(20, 1, (1, 3)))).Then(new TiledConvolution(2, 2, 3) { HasBias = false }));
        },
        [typeof(TransposedConvolution)] = () =>
        {
            var x = Network.Input(5, 4, 3);
            var up = x.Then(new TransposedConvolution(6, (3, 2)) { Name = "up", Stride = (2, 3), Padding = Padding.Of((1, 0), (2, 1)), Dilation = (2, 1), Groups = 3, OutputPadding = (1, 2) }, new Tanh());
            var again = x.Then(new Tanh(), new TransposedConvolution(6, (3, 2)) { SharedWith = "up", Stride = (2, 3), Padding = Padding.Of((1, 0), (2, 1)), Dilation = (2, 1), Groups = 3, OutputPadding = (1, 2) });
            return Network.Of((up + again).Then(new TransposedConvolution(19, 3) { Padding = Padding.Same }, new Sigmoid(), new MaxPooling(4), new TransposedConvolution(5, 4) { Stride = 4 }));
        },
        [typeof(Dense)] = () => Network.Sequential(Shape.Of(3, 4, 5), new Flatten(), new Dense(7), new Tanh(), new Dense(3)),
        [typeof(MaxPooling)] = () => Network.Sequential(Shape.Of(7, 7, 2), new Convolution(9, 3), new MaxPooling(3) { Stride = 2, Padding = Padding.Of(1) }, new MaxPooling(2) { Fit = Fit.Ceiling }, new Convolution(3, 2)),
        [typeof(AveragePooling)] = () => Network.Sequential(Shape.Of(7, 7, 2), new Convolution(9, 3), new AveragePooling(2) { Padding = Padding.Of(1), CountPadding = true }, new AveragePooling(2) { Fit = Fit.Ceiling }, new Flatten(), new Dense(3)),
        [typeof(SumPooling)] = () => Network.Sequential(Shape.Of(7, 7, 2), new Convolution(9, 3), new SumPooling(2) { Padding = Padding.Of(1) }, new Tanh(), new SumPooling(2) { Fit = Fit.Ceiling }, new Flatten(), new Dense(3)),
        [typeof(LpPooling)] = () => Network.Sequential(Shape.Of(7, 7, 2), new Convolution(9, 3), new LpPooling(2) { Padding = Padding.Of(1) }, new Tanh(), new LpPooling(2, 3) { Fit = Fit.Ceiling }, new LpPooling(1, float.PositiveInfinity), new Flatten(), new Dense(3)),
        [typeof(DistanceWeightedPooling)] = () => Network.Sequential(Shape.Of(7, 7, 2), new Convolution(19, 3), new DistanceWeightedPooling(3) { Padding = Padding.Of(1), Stride = 1 }, new Tanh(), new DistanceWeightedPooling(2) { Fit = Fit.Ceiling, Sigma = 1 }, new Convolution(3, 2)),
        [typeof(ChannelMaxPooling)] = () => Network.Sequential(Shape.Of(7, 6, 2), new Convolution(18, 3), new ChannelMaxPooling(3), new Tanh(), new Convolution(4, 2), new ChannelMaxPooling(2)),
        [typeof(PartialPooling)] = () =>
        {
            var x = Network.Input(7, 6, 2).Then(new Convolution(19, 3), new Tanh());
            return Network.Of((x.Then(new PartialPooling(new MaxPooling(3) { Stride = 1, Padding = Padding.Same }, 7)) + x).Then(new PartialPooling(new LpPooling(2), 18), new Convolution(3, 1)));
        },
        [typeof(MaxPoolingIndices)] = () =>
        {
            var x = Network.Input(7, 6, 2).Then(new Convolution(5, 3), new Tanh());
            return Network.Of((x.Then(new AveragePooling(2)) + x.Then(new MaxPoolingIndices(2))).Then(new Convolution(3, 1)));
        },
        [typeof(MaxUnpooling)] = () =>
        {
            var x = Network.Input(7, 6, 2).Then(new Convolution(19, 3), new Tanh());
            var pooled = x.Then(new MaxPooling(2) { Fit = Fit.Ceiling }, new Convolution(19, 1));
            return Network.Of((Node.Apply(new MaxUnpooling(2) { Fit = Fit.Ceiling }, pooled, x) + x).Then(new Convolution(3, 2)));
        },
        [typeof(ClusterPooling)] = () =>
        {
            var x = Network.Input(9, 8, 2).Then(new Convolution(5, 3), new Tanh());
            return Network.Of((x.Then(new ClusterPooling(4)) + x.Then(new ClusterPooling(4) { Features = 6, Seed = 2 })).Then(new Convolution(3, 2)));
        },
        [typeof(LearnedPooling)] = () =>
        {
            var x = Network.Input(7, 6, 2).Then(new Convolution(19, 3), new Tanh());
            return Network.Of((x.Then(new LearnedPooling((3, 2)) { Name = "regions" }) + x.Then(new Tanh(), new LearnedPooling((3, 2)) { SharedWith = "regions" })).Then(new Convolution(3, 2)));
        },
        [typeof(FixedUnpooling)] = () => Network.Sequential(Shape.Of(5, 4, 2), new Convolution(19, 3), new FixedUnpooling((2, 3)) { Position = (1, 2) }, new Convolution(4, 2), new FixedUnpooling(2)),
        [typeof(AdaptiveAveragePooling)] = () => Network.Sequential(Shape.Of(8, 9, 2), new Convolution(19, 2), new AdaptiveAveragePooling((3, 8)), new Convolution(4, 2), new AdaptiveAveragePooling((1, 3))),
        [typeof(AdaptiveMaxPooling)] = () => Network.Sequential(Shape.Of(8, 6, 5, 2), new Convolution(19, 2), new AdaptiveMaxPooling((3, 2, 4)), new Convolution(4, (2, 1, 1)), new AdaptiveMaxPooling((1, 2, 1))),
        [typeof(GlobalAveragePooling)] = () => Network.Sequential(Shape.Of(3, 4, 5, 2), new Convolution(6, 2), new GlobalAveragePooling(), new Dense(4)),
        [typeof(BatchNormalization)] = () => Network.Sequential(Shape.Of(6, 6, 3), new Convolution(10, 3), new BatchNormalization(), new Tanh(), new Convolution(18, 1) { HasBias = false }, new BatchNormalization(),
            new Tanh(), new Convolution(4, 1), new BatchNormalization { Epsilon = 0.5f, EpsilonOutsideRoot = true }),
        [typeof(GroupNormalization)] = () => Network.Sequential(Shape.Of(9, 9, 3), new Convolution(12, 2), new GroupNormalization(4), new Tanh(), new Convolution(19, 1), new GroupNormalization(1)),
        [typeof(InstanceNormalization)] = () => Network.Sequential(Shape.Of(9, 9, 3), new Convolution(12, 2), new InstanceNormalization(), new Relu(), new Convolution(19, 1), new InstanceNormalization()),
        [typeof(LayerNormalization)] = () => Network.Sequential(Shape.Of(9, 9, 3), new Convolution(12, 2), new LayerNormalization(), new Tanh(), new Flatten(), new Dense(67), new LayerNormalization()),
        [typeof(LocalResponseNormalization)] = () => Network.Sequential(Shape.Of(9, 3), new Convolution(19, 3), new LocalResponseNormalization(5) { Alpha = 2, K = 1.5f },
            new Convolution(12, 1), new LocalResponseNormalization(4) { Alpha = 3, Beta = 0.6f }),
        [typeof(Relu)] = () => Network.Sequential(Shape.Of(9, 3), new Convolution(8, 3), new BatchNormalization(), new Relu(), new Convolution(4, 1)),
        [typeof(LeakyRelu)] = () => Network.Sequential(Shape.Of(9, 3), new Convolution(8, 3), new BatchNormalization(), new LeakyRelu(0.3f), new Convolution(4, 1), new LeakyRelu(0.8f)),
        [typeof(Tanh)] = () => Network.Sequential(Shape.Of(5), new Dense(20), new Tanh(), new Dense(3), new Tanh()),
        [typeof(Sigmoid)] = () => Network.Sequential(Shape.Of(5), new Dense(20), new Sigmoid(), new Dense(3), new Sigmoid()),
        [typeof(Relu6)] = () => Network.Sequential(Shape.Of(9, 3), new Convolution(8, 3), new BatchNormalization(), new Relu6(), new Convolution(4, 1), new Relu6()),
        [typeof(Silu)] = () => WithEveryProducer(new Silu()),
        [typeof(HardSwish)] = () => WithEveryProducer(new HardSwish()),
        [typeof(HardSigmoid)] = () => WithEveryProducer(new HardSigmoid()),
        [typeof(Elu)] = () => WithEveryProducer(new Elu(0.7f)),
        [typeof(Gelu)] = () => WithEveryProducer(new Gelu()),
        [typeof(Selu)] = () => WithEveryProducer(new Selu()),
        [typeof(Softplus)] = () => WithEveryProducer(new Softplus()),
        [typeof(PRelu)] = () => Network.Sequential(Shape.Of(9, 9, 3), new Convolution(19, 2), new PRelu(), new Convolution(4, 1), new PRelu { InitialSlope = -0.3f }),
        [typeof(Softmax)] = () => Network.Sequential(Shape.Of(9, 9, 3), new Convolution(19, 2), new Softmax(), new Convolution(4, 1), new Softmax()),
        [typeof(LogSoftmax)] = () => Network.Sequential(Shape.Of(9, 9, 3), new Convolution(19, 2), new LogSoftmax(), new Convolution(4, 1), new LogSoftmax()),
        [typeof(SpatialDropout)] = () => Network.Sequential(Shape.Of(6, 6, 2), new Convolution(5, 3), new SpatialDropout(0.4f), new Flatten(), new Dense(4)),
        [typeof(Dropout)] = () => Network.Sequential(Shape.Of(6, 6, 2), new Convolution(5, 3), new Dropout(0.4f), new Flatten(), new Dense(4)),
        [typeof(StochasticDepth)] = () =>
        {
            var x = Network.Input(6, 6, 2).Then(new Convolution(5, 3));
            return Network.Of((x.Then(new Tanh(), new StochasticDepth(0.4f)) + x).Then(new StochasticDepth(0.2f), new Flatten(), new Dense(4)));
        },
        [typeof(DepthToSpace)] = () => Network.Sequential(Shape.Of(4, 3, 2), new Convolution(24, 2), new DepthToSpace((2, 3)), new Convolution(8, 3), new DepthToSpace(2) { Order = BlockOrder.ColumnRowDepth }),
        [typeof(SpaceToDepth)] = () => Network.Sequential(Shape.Of(9, 13, 2), new Convolution(3, 2), new SpaceToDepth((2, 3)), new Convolution(2, (3, 1)), new SpaceToDepth((1, 2)) { Order = BlockOrder.ColumnRowDepth }, new Convolution(2, 2)),
        [typeof(DeformableSampling)] = () =>
        {
            var x = Network.Input(6, 5, 3).Then(new Convolution(4, 2), new Tanh());
            var sampled = Node.Apply(new DeformableSampling(2) { Padding = Padding.Of(1) }, x, x.Then(new Convolution(8, 2) { Padding = Padding.Of(1) }));
            var (offsets, mask) = (x.Then(new Convolution(16, 2) { Padding = Padding.Of(1) }), x.Then(new Convolution(8, 2) { Padding = Padding.Of(1) }, new Sigmoid()));
            return Network.Of((sampled + Node.Apply(new DeformableSampling(2) { Padding = Padding.Of(1), OffsetGroups = 2, HasMask = true }, x, offsets, mask)).Then(new Convolution(3, 1)));
        },
        [typeof(GridSampling)] = () =>
        {
            var x = Network.Input(6, 5, 3).Then(new Convolution(4, 2), new Tanh());
            var places = x.Then(new Convolution(2, 2), new Tanh());
            return Network.Of((Node.Apply(new GridSampling { Border = GridBorder.Reflection }, x, places) + Node.Apply(new GridSampling { Interpolation = Interpolation.Cubic, Coordinates = Coordinates.AlignCorners }, x, places)).Then(new Convolution(3, 1)));
        },
        [typeof(Resampling)] = () => Network.Sequential(Shape.Of(4, 3, 2), new Convolution(19, 2), new Resampling((2, 3)) { Interpolation = Interpolation.Linear }, new Convolution(3, 2), new Resampling(0.7f) { Interpolation = Interpolation.Spline }, new Resampling(2), new Convolution(2, 3)),
        [typeof(Flatten)] = () => Network.Sequential(Shape.Of(3, 3, 4), new Convolution(6, 2), new Flatten()),
        [typeof(Add)] = () =>
        {
            var x = Network.Input(6, 6, 3).Then(new Convolution(8, 3) { Padding = Padding.Same }, new Tanh());
            var branch = x.Then(new Convolution(8, 3) { Padding = Padding.Same }, new BatchNormalization(), new Tanh(), new Convolution(8, 3) { Padding = Padding.Same, HasBias = false }, new BatchNormalization());
            return Network.Of((branch + x).Then(new Tanh(), new Convolution(2, 1)) + x.Then(new Convolution(2, 1)));
        },
        [typeof(Multiply)] = () =>
        {
            // A gate a channel with its axes and without, in both orders; the same shape; a square.
            var x = Network.Input(6, 5, 3).Then(new Convolution(70, 3), new Tanh());
            var scaled = SqueezeExcitation.Behind(x, 70, 4, new Tanh());
            var y = x.Then(new GlobalAveragePooling(), new Dense(70)) * scaled;
            return Network.Of((y * x).Then(new Convolution(3, 2)) * y.Then(new Convolution(3, 2)) + Square(y.Then(new Convolution(3, 2))));
            static Node Square(Node node) => node * node;
        },
        [typeof(Concatenation)] = () =>
        {
            var x = Network.Input(5, 5, 2).Then(new Convolution(3, 3) { Name = "first" });
            return Network.Of(Node.Concatenate(x, x.Then(new Tanh()), x).Then(new Convolution(4, 2)));
        },
        [typeof(ChannelPadding)] = () => Network.Sequential(Shape.Of(4, 4, 2), new Convolution(3, 2), new ChannelPadding(1, 2), new Tanh(), new Convolution(2, 1)),
    };

    static LayerCaseTests()
    {
        foreach (var (type, build) in ArrayCases) Cases.Add(type, build);
    }

    public static TheoryData<string> Names => [.. Cases.Keys.Select(type => type.Name)];

    [Fact]
    public void EveryLayerHasACase()
    {
        var layers = typeof(Layer).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(Layer).IsAssignableFrom(type));
        Assert.Equal([], layers.Except(Cases.Keys).Select(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientIsTheDirectionalDerivative(string name) => Gradients.Check(Build(name), batch: 3);

    [Theory]
    [MemberData(nameof(Names))]
    public void BitsDoNotDependOnThreads(string name)
    {
        float[] Train(int threads)
        {
            var network = Build(name);
            var plan = network.CompileTraining(5, new PlanOptions { Threads = threads });
            var random = new Random(2);
            foreach (ref var value in plan.Input()) value = (float)random.NextDouble();
            plan.Forward(1, 2);
            foreach (ref var value in plan.OutputGradient()) value = (float)random.NextDouble();
            plan.Backward();
            return [.. plan.Gradients];
        }
        var one = Train(1);
        Assert.Equal(one, Train(2));
        Assert.Equal(one, Train(3));
    }

    [Fact]
    public void SharedParametersAddTheirGradients()
    {
        var x = Network.Input(6, 6, 2);
        var network = Network.Of(x.Then(new Convolution(3, 3) { Name = "a" }, new Tanh()) + x.Then(new Convolution(3, 3) { SharedWith = "a" }));
        Assert.Equal(3 * 2 * 9 + 3, network.Parameters.LearntLength);
        Gradients.Check(network, 2);
    }

    // The step that absorbs the sum reads and adds the same value: two writers of one gradient inside one step.
    [Fact]
    public void ASumRejoinsTheInputOfTheStepThatAbsorbsIt()
    {
        foreach (Layer layer in new Layer[] { new Convolution(4, 3) { Padding = Padding.Same }, new BatchNormalization() })
        {
            var first = Network.Input(6, 5, 3).Then(new Convolution(4, 3) { Padding = Padding.Same });
            var network = Network.Of((first.Then(layer) + first).Then(new Tanh(), new Convolution(2, 2)));
            Assert.Contains(network.CompileTraining(1).Steps, step => step.Detail.Contains("+add", StringComparison.Ordinal));
            Gradients.Check(network, 3);
        }
    }

    // A map of one channel is in order behind a flatten without a copy; what follows must see the vector, not the map.
    [Fact]
    public void AFlattenedMapOfOneChannelIsAVector()
    {
        Node Flat() => Network.Input(3, 4, 2).Then(new Convolution(1, 2), new Flatten());
        var joined = Flat();
        Network[] networks =
        [
            Network.Of(Flat().Then(new BatchNormalization(), new Tanh(), new Dense(2))),
            Network.Of(Flat().Then(new ChannelPadding(1, 2), new Tanh(), new Dense(2))),
            Network.Of(Node.Concatenate(joined, joined.Then(new Tanh())).Then(new Dense(2))),
        ];
        foreach (var network in networks)
        {
            Gradients.Check(network, 3);
            var input = Tensor.From([.. Enumerable.Range(0, 48).Select(i => i % 7 - 3f)], Shape.Of(2, 3, 4, 2));
            Assert.Equal(Shape.Of(2, 2), network.Run(input).Shape);
        }
    }

    // Behind a normalisation with and without a sum, a convolution, a sum, and alone.
    private static Network WithEveryProducer(Layer activation)
    {
        var x = Network.Input(9, 3).Then(new Convolution(19, 3), new BatchNormalization(), activation);
        var y = (x.Then(new Convolution(19, 1), new BatchNormalization()) + x).Then(activation);
        return Network.Of((y + x).Then(activation, new Convolution(5, 2), activation, activation));
    }

    private static Network Build(string name) => Cases.Single(pair => pair.Key.Name == name).Value();
}
