using Striate.Insight;
using Striate.Kernels.Arrays;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Models;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class ReceptiveFieldTests
{
    // Size, jump and first pixel layer by layer, by hand with the formulas of Araujo, Norris, Sim 2019.
    [Fact]
    [Trait("Row", "139")]
    [Trait("Row", "164")]
    public void AlexNet()
    {
        var windows = ModelZoo.Build("alexnet").Fields().Where(field => field.Node.Layer is WindowLayer).ToArray();
        Assert.Equal([11L, 19, 51, 67, 99, 131, 163, 195], windows.Select(field => field.Axes[0].Size));
        Assert.Equal([4L, 8, 8, 16, 16, 16, 16, 32], windows.Select(field => field.Axes[0].Jump));
        Assert.Equal([-2L, -2, -18, -18, -34, -50, -66, -66], windows.Select(field => field.Axes[0].First));
        // Before pooling and behind it.
        Assert.Equal((new ReceptiveField(163, 16, -66), new ReceptiveField(195, 32, -66)), (windows[^1].Before[0], windows[^1].Axes[0]));
        Assert.All(windows, field => Assert.Equal(field.Axes[0], field.Axes[1]));
        // A dense layer sees everything.
        Assert.True(ModelZoo.Build("alexnet").Fields()[^1].SeesEverything);
    }

    // A constant sees nothing: what is behind it sees what its other inputs see, and nothing behind constants alone.
    [Fact]
    public void ConstantsSayNothing()
    {
        var constant = Node.Apply(new ConstantArray(new Tensor(Shape.Of(1, 1, 2))));
        var maps = Network.Input(8, 8, 2).Then(new Convolution(2, 3));
        foreach (var network in new[] { Network.Of(Node.Apply(new Broadcasting(BroadcastOperation.Add), maps, constant)), Network.Of(Node.Apply(new Broadcasting(BroadcastOperation.Add), constant, maps)) })
            Assert.Equal([new ReceptiveField(3, 1, 0), new ReceptiveField(3, 1, 0)], network.Fields()[^1].Before);
        Assert.Empty(Network.Of([maps, constant.Then(new Elementwise(ElementwiseFunction.Exponential))]).Fields()[^1].Before);
    }

    [Fact]
    [Trait("Row", "139")]
    [Trait("Row", "164")]
    public void Vgg16()
    {
        var fields = ModelZoo.Build("vgg16").Fields();
        var last = fields.Last(field => field.Node.Layer is MaxPooling);
        Assert.Equal((new ReceptiveField(196, 16, -90), new ReceptiveField(212, 32, -90)), (last.Before[0], last.Axes[0]));
        Assert.Equal(196, fields.Last(field => field.Node.Layer is Convolution).Axes[0].Size);
    }

    [Fact]
    [Trait("Row", "29")]
    [Trait("Row", "164")]
    public void ConvolutionsStridesAndDenseLayers()
    {
        IEnumerable<long> Sizes(params Layer[] layers) => Network.Sequential(Shape.Of(63, 1), layers).Fields().Skip(1).Select(field => field.Axes.Count == 0 ? 0 : field.Axes[0].Size);
        Assert.Equal([3, 5, 7], Sizes(new Convolution(1, 3), new Convolution(1, 3), new Convolution(1, 3)));
        Assert.Equal([3, 7, 15], Sizes(new Convolution(1, 3) { Stride = 2 }, new Convolution(1, 3) { Stride = 2 }, new Convolution(1, 3)));
        Assert.Equal([3, 7, 15], Sizes(new Convolution(1, 3), new Convolution(1, 3) { Dilation = 2 }, new Convolution(1, 3) { Dilation = 4 }));
        Assert.True(Network.Sequential(Shape.Of(63, 1), new Flatten(), new Dense(3)).Fields()[2].SeesEverything);
    }

    public static TheoryData<string, Func<Network>> Branching => new()
    {
        { "residual", () => ModelZoo.Build("resnet20") },
        { "inception", () => ModelZoo.Build("googlenet", Shape.Of(64, 64, 3)) },
        { "dense", () =>
        {
            var x = Network.Input(20, 31, 2);
            var y = x.Then(new Convolution(3, (3, 5)) { Padding = Padding.Of(new AxisSizes(1, 2), new AxisSizes(1, 2)), Stride = (1, 2) });
            var z = x.Then(new SpatialPadding((0, 3), (2, 1)), new Convolution(3, (3, 5)) { Stride = (1, 2) });
            return Network.Of(Node.Concatenate(y, z, Node.Concatenate(y, z).Then(new Convolution(2, 3) { Padding = Padding.Same, Dilation = (1, 2) })));
        } },
        { "volume", () => Network.Sequential(Shape.Of(9, 8, 7, 1), new Convolution(2, (3, 1, 2)), new AveragePooling(2) { Stride = (2, 1, 2) }, new Convolution(2, 2)) },
    };

    /// <summary>Where the gradient is not zero is what the arithmetic says, as far as it lies inside the input.</summary>
    [Theory]
    [MemberData(nameof(Branching))]
    [Trait("Row", "164")]
    public void TheGradientReachesAsFarAsTheFieldAndNoFarther(string name, Func<Network> build)
    {
        var network = build();
        network.Initialize(1);
        // Positive weights and averages: nothing cancels, no rectifier cuts off.
        foreach (ref var value in network.Parameters.Values) value = Math.Abs(value) + 0.01f;
        var fields = network.Fields().Where(field => field.Axes.Count > 0 && field.Node.Layer is Convolution or Add or Concatenation or AveragePooling).ToArray();
        Assert.True(fields.Length > 2, name);
        foreach (var field in new[] { fields[0], fields[fields.Length / 2], fields[^1] })
        {
            var batch = new Tensor(network.InputShape.WithBatch(1));
            var random = new Random(1);
            foreach (ref var value in batch.Floats) value = (float)random.NextDouble();
            var measured = EffectiveField.Of(network, field.Node.Name, batch, draws: 4);
            for (var axis = 0; axis < field.Axes.Count; axis++)
            {
                var (first, last) = field.At(axis, measured.Place[axis]);
                var (least, most) = measured.Bounds(axis);
                Assert.True(least >= Math.Max(0, first) && most <= Math.Min(network.InputShape[axis] - 1, last), $"{name} {field.Node.Name}: {least}…{most}, {first}…{last}");
                // Maxima choose: a pooled network may not look at the whole of its field.
                if (name is "dense" or "volume") Assert.Equal((Math.Max(0, first), Math.Min(network.InputShape[axis] - 1, last)), ((long)least, (long)most));
            }
        }
    }

    public static TheoryData<Layer, bool> Layers => new()
    {
        { new UnsharedConvolution(2, 3) { Stride = 2, Padding = Padding.Of(1) }, true }, { new TiledConvolution(2, 2, 3), true }, { new SpatialPadding((1, 2), (0, 1)), true },
        { new MaxPooling(3) { Stride = 2, Padding = Padding.Of(1) }, true }, { new AveragePooling(2) { Fit = Fit.Ceiling }, true }, { new SumPooling(2), true }, { new LpPooling(3, 3), true },
        { new DistanceWeightedPooling(3), true }, { new ChannelMaxPooling(2), true }, { new PartialPooling(new MaxPooling(2), 1), true }, { new SpaceToDepth(3), true }, { new AdaptiveAveragePooling(3), true },
        { new BatchNormalization(), true }, { new LayerNormalization(), true }, { new Softmax(), true }, { new LocalResponseNormalization(3), true }, { new PRelu(), true },
        { new AdaptiveAveragePooling(4), false }, { new AdaptiveMaxPooling(2), false }, { new Resampling(1.5f), false }, { new Resampling(2) { Interpolation = Interpolation.Cubic }, false },
        { new GroupNormalization(1), false }, { new InstanceNormalization(), false }, { new GlobalAveragePooling { KeepAxes = true }, false }, { new LearnedPooling(3), false }, { new AdaptiveMaxPooling(1), false },
        { new TransposedConvolution(2, 3) { Stride = 2 }, true }, { new Resampling(2), true }, { new Resampling(3) { Interpolation = Interpolation.Linear }, true }, { new FixedUnpooling(2), true }, { new DepthToSpace(2), true },
    };

    /// <summary>No layer sees more than its field says, at any place.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    [Trait("Row", "164")]
    public void TheFieldOfEveryLayerHoldsItsGradient(Layer layer, bool hasField)
    {
        // Outputs between inputs need inputs that lie apart.
        var apart = layer.Reach == Reach.Spread ? 6 : 1;
        var network = Network.Sequential(Shape.Of(9 * apart, 9 * apart, 4), new Convolution(4, 1) { Name = "c", Stride = apart }, layer with { Name = "it" });
        network.Initialize(3);
        var field = network.Fields()[^1];
        Assert.Equal(hasField, field.Axes.Count == 2);
        Assert.Equal(layer.Reach == Reach.Everything, field.SeesEverything);
        if (!hasField) return;
        for (var place = 0; place < field.Output[0]; place++)
        {
            var measured = EffectiveField.Of(network, "it", draws: 2, place: [place, field.Output[1] - 1 - place]);
            for (var axis = 0; axis < 2; axis++)
            {
                var ((first, last), (least, most)) = (field.At(axis, measured.Place[axis]), measured.Bounds(axis));
                if (layer.Reach == Reach.Spread) Assert.True(most - least < field.Axes[axis].Size, $"{layer.Kind} at {place}: {least}…{most} are more than {field.Axes[axis].Size}");
                else Assert.True(most < 0 || (least >= first && most <= last), $"{layer.Kind} at {place}: {least}…{most} beyond {first}…{last}");
            }
        }
    }

    [Fact]
    [Trait("Row", "164")]
    public void TheMiddleActsMost()
    {
        // Ten means of three: the paths to place p are the tenth convolution power of (1, 1, 1) / 3, by Luo et al. close to a normal distribution.
        var network = Network.Sequential(Shape.Of(41, 1), [.. Enumerable.Range(0, 10).Select(i => (Layer)new Convolution(1, 3) { Padding = Padding.Same, HasBias = false, WeightInitializer = new Initializer.Constant(1f / 3), Name = $"c{i}" })]);
        var measured = EffectiveField.Of(network, "c9", draws: 1);
        double[] paths = [1];
        for (var layer = 0; layer < 10; layer++) paths = [.. Enumerable.Range(0, paths.Length + 2).Select(i => Enumerable.Range(i - 2, 3).Where(j => j >= 0 && j < paths.Length).Sum(j => paths[j]) / 3)];
        for (var i = 0; i < 21; i++) Assert.Equal(paths[i], measured.Strength[10 + i], 1e-6);
        Assert.Equal((10, 30), measured.Bounds(0));
        Assert.Equal([20], measured.Place);
        // 4.55 % of the middle's.
        Assert.Equal(paths.Count(path => path > 0.0455 * paths[10]), measured.Count);
        Assert.Equal(measured.Count, measured.Size);
        // The same seed, the same numbers; another place, another field.
        Assert.Equal(measured.Strength, EffectiveField.Of(network, "c9", draws: 1).Strength);
        Assert.Equal((0, 12), EffectiveField.Of(network, "c9", draws: 1, place: [2]).Bounds(0));
    }

    [Fact]
    public void NormalisationIsThatOfInference()
    {
        var network = Network.Sequential(Shape.Of(5, 2), new Convolution(3, 1) { Name = "c" }, new BatchNormalization { Name = "b" }, new Relu(), new Dropout(0.5f), new Convolution(1, 1) { Name = "d" });
        var random = new Random(3);
        foreach (ref var value in network.Parameters.Values) value = random.NextSingle() + 0.2f;
        foreach (ref var value in network.Parameters.States) value = random.NextSingle() + 0.2f;
        network.Parameters.MarkChanged();
        var batch = Tensor.From([.. Enumerable.Range(0, 10).Select(i => 1f + i)], 1, 5, 2);
        var measured = EffectiveField.Of(network, "d", batch, draws: 3);
        // A difference of outputs, for the activations' branch does not change: ‖∂y/∂x‖ at the middle place.
        double Difference(int channel)
        {
            var moved = Tensor.From(batch.ToArray(), 1, 5, 2);
            moved.Floats[4 + channel] += 0.5f;
            return (network.Run(moved).Floats[2] - network.Run(batch).Floats[2]) / 0.5;
        }
        Assert.Equal(Math.Sqrt(Math.Pow(Difference(0), 2) + Math.Pow(Difference(1), 2)), measured.Strength[2], 1e-4);
        Assert.Equal((2, 2), measured.Bounds(0));
    }

    [Fact]
    public void BranchesThatDriftApartHaveNoField()
    {
        // A map of every second pixel beside one of the first half: neighbours in one lie two apart, in the other one.
        var x = Network.Input(8, 1);
        var network = Network.Of(Node.Concatenate(x.Then(new MaxPooling(2)), x.Then(new Convolution(1, 5))));
        var last = network.Fields()[^1];
        Assert.Equal((0, 0, false), (last.Before.Count, last.Axes.Count, last.SeesEverything));
        // A gate of the whole map lets every place see everything.
        var y = Network.Input(8, 8, 2);
        Assert.True(Network.Of(y * y.Then(new GlobalAveragePooling { KeepAxes = true })).Fields()[^1].SeesEverything);
    }

    [Fact]
    public void Pictures()
    {
        var network = Network.Sequential(Shape.Of(16, 16, 1), new Convolution(2, 3) { Name = "c" }, new Relu(), new MaxPooling(2) { Name = "p" }, new Convolution(1, 3) { Name = "d" });
        var svg = FieldPicture.ToSvg(network.Fields(), network.InputShape);
        // The input, three fields, three bars, the ground.
        Assert.Equal(8, svg.Split("<rect").Length - 1);
        foreach (var text in new[] { ">c<", ">p<", ">d<", ">3<", ">4<", ">8<" }) Assert.Contains(text, svg, StringComparison.Ordinal);
        var measured = EffectiveField.Of(network, "d");
        var (height, width, bytes) = FieldPicture.ToPixels(measured, network.Fields()[^1]);
        Assert.Equal((320, 320, 320 * 320 * 3), (height, width, bytes.Length));
        // The middle of 5 places is 2: inputs 4 to 11, of 20 pixels each; a frame at their rim, black outside.
        byte At(int y, int x) => bytes[3 * (y * 320 + x)];
        Assert.Equal((255, 255, 0, 0), (At(80, 160), At(239, 160), At(79, 160), At(240, 160)));
        Assert.Equal("No layer's field can be drawn: fields of maps with one or two axes are.", Assert.Throws<ArgumentException>(() => FieldPicture.ToSvg([network.Fields()[0]], network.InputShape)).Message);
    }

    [Fact]
    public void WhatCannotBeMeasuredIsSaid()
    {
        var network = Network.Sequential(Shape.Of(6, 6, 1), new Convolution(2, 3) { Name = "c" });
        string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
        Assert.Equal("The effective field is the mean of 1 to 10000 draws, not 0.", Message(() => EffectiveField.Of(network, "c", draws: 0)));
        Assert.Equal("Input 'input' 6×6×1 is an input, no layer.", Message(() => EffectiveField.Of(network, "input")));
        Assert.Equal("'c' has no place 4, 0: its map is 4×4×2.", Message(() => EffectiveField.Of(network, "c", place: [4, 0])));
        Assert.Equal("The network takes a batch of 6×6×1; the inputs are 1×5×6×1.", Message(() => EffectiveField.Of(network, "c", new Tensor(Shape.Of(1, 5, 6, 1)))));
        var two = Network.Of(Network.Input(6, 1) + Network.Input(6, 1));
        Assert.Equal("The effective field of a network with one input is measured; this one has 2.", Message(() => EffectiveField.Of(two, "add")));
        Assert.Equal("The effective field lies on an input of 1 to 3 spatial axes; this one is 4.", Message(() => EffectiveField.Of(Network.Sequential(Shape.Of(4), new Dense(2) { Name = "d" }), "d")));
    }
}
