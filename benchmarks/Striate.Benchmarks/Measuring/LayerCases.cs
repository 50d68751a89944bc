using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Benchmarks.Measuring;

/// <summary>Every layer at a size that networks have: 16 maps of 56×56×64 unless its name says otherwise.</summary>
internal static class LayerCases
{
    private static readonly Shape Map = Shape.Of(56, 56, 64);

    public static IReadOnlyList<LayerCase> All { get; } =
    [
        Of(new Convolution(64, 3) { Padding = Padding.Same }, "3×3"),
        Of(new Convolution(64, 1), "1×1"),
        Of(new Convolution(64, 3) { Padding = Padding.Same, Groups = 64 }, "3×3 depthwise"),
        Of(new Convolution(64, 3) { Padding = Padding.Same, Stride = 2 }, "3×3, stride 2"),
        Of(new Convolution(64, 3) { Padding = Padding.Same, Dilation = 2 }, "3×3, dilation 2"),
        Of(new Convolution(64, 3) { Padding = Padding.Same, Flip = true }, "3×3, flipped"),
        Of(new Convolution(64, 3) { Padding = Padding.Same with { Mode = PaddingMode.Reflect } }, "3×3, reflected border"),
        Of(new Convolution(64, 3) { Padding = Padding.Same, BiasSharing = BiasSharing.PerLocation }, "3×3, bias a place"),
        Of(new TransposedConvolution(64, 4) { Stride = 2, Padding = Padding.Of(1) }, "4×4, stride 2, of 28×28×64", Shape.Of(28, 28, 64)),
        Of(new UnsharedConvolution(32, 3) { Padding = Padding.Same }, "3×3, of 28×28×32", Shape.Of(28, 28, 32)),
        Of(new TiledConvolution(64, 3, 2) { Padding = Padding.Same }, "3×3, 2 kernels an axis"),
        Of(new Dense(1000), "1000, of 2048", Shape.Of(2048)),
        Of(new MaxPooling(3) { Stride = 2, Padding = Padding.Of(1) }, "3×3, stride 2"),
        Of(new MaxPooling(2), "2×2"),
        Of(new AveragePooling(2), "2×2"),
        Of(new AveragePooling(3) { Stride = 1, Padding = Padding.Same }, "3×3, stride 1"),
        Of(new SumPooling(2), "2×2"),
        Of(new LpPooling(2), "2×2, p = 2"),
        Of(new LpPooling(2, 3), "2×2, p = 3"),
        Of(new AdaptiveAveragePooling(7), "7"),
        Of(new AdaptiveMaxPooling(7), "7"),
        Of(new GlobalAveragePooling()),
        Of(new BatchNormalization()),
        Of(new GroupNormalization(8), "8 groups"),
        Of(new InstanceNormalization()),
        Of(new LayerNormalization()),
        Of(new LocalResponseNormalization(5), "5"),
        Of(new Relu()),
        Of(new Relu6()),
        Of(new LeakyRelu(0.1f)),
        Of(new PRelu()),
        Of(new Tanh()),
        Of(new Sigmoid()),
        Of(new Silu()),
        Of(new HardSwish()),
        Of(new HardSigmoid()),
        Of(new Elu(1)),
        Of(new Selu()),
        Of(new Gelu()),
        Of(new Gelu { Approximate = true }, "by tanh"),
        Of(new Softplus()),
        Of(new Softmax()),
        Of(new LogSoftmax()),
        Of(new Dropout(0.5f)),
        Of(new SpatialDropout(0.5f)),
        Of(new StochasticDepth(0.5f)),
        Of(new Resampling(2), "nearest, of 28×28×64", Shape.Of(28, 28, 64)),
        Of(new Resampling(2) { Interpolation = Interpolation.Linear }, "linear, of 28×28×64", Shape.Of(28, 28, 64)),
        Of(new Resampling(0.5f) { Interpolation = Interpolation.Linear, Antialias = true }, "linear, by a half"),
        Of(new Resampling(2) { Interpolation = Interpolation.Cubic }, "cubic, of 28×28×64", Shape.Of(28, 28, 64)),
        Of(new DepthToSpace(2), "2, of 28×28×256", Shape.Of(28, 28, 256)),
        Of(new SpaceToDepth(2), "2"),
        Of(new DistanceWeightedPooling(3), "3×3"),
        Of(new PartialPooling(new MaxPooling(2) { Stride = 1 }, 32), "2×2 of 32 channels"),
        Of(new LearnedPooling(7), "7"),
        Of(new ChannelMaxPooling(2), "2"),
        Of(new FixedUnpooling(2), "2, of 28×28×64", Shape.Of(28, 28, 64)),
        new("MaxUnpooling", "2×2", Map, x => Node.Apply(new MaxUnpooling(2), x.Then(new MaxPooling(2) { Name = "lead2" }), x)),
        Of(new SpatialPadding(1, 1)),
        Of(new ChannelPadding(16, 16)),
        Of(new Flatten()),
        new("Add", "", Map, x => x.Then(new PRelu { Name = "lead2" }) + x),
        new("Multiply", "", Map, x => x.Then(new PRelu { Name = "lead2" }) * x),
        new("Multiply", "a factor a channel", Map, x => x.Then(new PRelu { Name = "lead2" }) * x.Then(new GlobalAveragePooling { Name = "lead3" })),
        new("Concatenation", "", Map, x => Node.Concatenate(x, x)),
    ];

    /// <summary>Layers without a case.</summary>
    public static IEnumerable<string> Missing => typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract).Select(type => type.Name)
        .Except(All.Select(one => one.Layer)).Order(StringComparer.Ordinal);

    private static LayerCase Of(Layer layer, string setting = "", Shape? input = null) => new(layer.Kind, setting, input ?? Map, x => x.Then(layer));

    /// <summary>A layer to be measured.</summary>
    /// <param name="Layer">Its kind.</param>
    /// <param name="Setting">Its settings, and the shape of an example if it is another.</param>
    /// <param name="Input">The shape of an example.</param>
    /// <param name="Build">From its input to its output.</param>
    internal sealed record LayerCase(string Layer, string Setting, Shape Input, Func<Node, Node> Build);
}
