using Striate.Insight;
using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Insight;

public class NetworkMeterTests
{
    private static readonly PlanOptions Direct = new() { Algorithms = Algorithms.Direct };

    private static Network Strided() => Network.Sequential(Shape.Of(48, 48, 3),
        new Convolution(16, 3) { Padding = Padding.Same }, new Relu(), new MaxPooling(2), new Convolution(16, 3) { Padding = Padding.Same, Stride = 2 }, new Relu(), new Flatten(), new Dense(5));

    [Fact]
    [Trait("Row", "30")]
    public void ConvolutionsMoveWithTheirInput()
    {
        var network = Strided();
        network.Initialize(1);
        // By a multiple of the total stride of 4: every map moves, to the last bit.
        foreach (var (rows, columns) in new[] { (4, 0), (0, 8), (-4, 4) })
        {
            var exact = network.Movements(Random(48, 48, 3), new Transformation(rows, columns), Direct);
            Assert.All(exact.Take(6), layer => Assert.Equal(0, layer.MoveError));
            Assert.All(exact.Take(6), layer => Assert.True(layer.Compared > 0 && layer.StayError > 0.1));
            // Behind a flatten there are no places.
            Assert.All(exact.Skip(6), layer => Assert.Equal((null, 0L), (layer.MoveError, layer.Compared)));
            var fast = network.Movements(Random(48, 48, 3), new Transformation(rows, columns));
            Assert.All(fast.Take(6), layer => Assert.InRange(layer.MoveError!.Value, 0, 1e-5));
        }
        // By one pixel: before the pooling they move, behind it no whole place fits.
        var one = network.Movements(Random(48, 48, 3), new Transformation(1, 0), Direct);
        Assert.Equal([0.0, 0.0, 0.0], one.Take(3).Select(layer => layer.MoveError!.Value));
        Assert.All(one.Skip(3).Take(3), layer => Assert.True(layer.MoveError > 0.01));
    }

    [Fact]
    [Trait("Row", "31")]
    public void ALaterEventIsSeenLater()
    {
        var network = Network.Sequential(Shape.Of(40, 1), new Convolution(4, 5), new Tanh(), new Convolution(2, 3));
        network.Initialize(1);
        var series = new Tensor(Shape.Of(1, 40, 1));
        series.Floats[12] = 1;
        var later = new Transformation(Columns: 9).Apply(series);
        Assert.Equal(1, later.Floats[21]);
        Assert.All(network.Movements(series, new Transformation(Columns: 9), Direct), layer => Assert.Equal(0, layer.MoveError));
    }

    [Fact]
    [Trait("Row", "32")]
    public void TheyDoNotTurnOrGrowWithIt()
    {
        var network = Strided();
        network.Initialize(1);
        foreach (var transformation in new[] { new Transformation(Degrees: 90), new Transformation(Scale: 1.5) })
        {
            var layers = network.Movements(Random(48, 48, 3), transformation, Direct);
            Assert.InRange(layers[0].MoveError!.Value, 0, 1e-6);
            Assert.All(layers.Skip(1).Take(5), layer => Assert.True(layer.MoveError > 0.01, $"{transformation} {layer}"));
        }
        // A kernel that looks the same after a quarter turn does turn with its input: the meter measures the network.
        var box = Network.Sequential(Shape.Of(16, 16, 1), new Convolution(1, 3) { WeightInitializer = Initializer.Ones, Name = "c" });
        Assert.InRange(box.Movements(Random(16, 16, 1), new Transformation(Degrees: 90), Direct)[1].MoveError!.Value, 0, 1e-6);
    }

    [Fact]
    public void QuarterTurnsAndShiftsAreExact()
    {
        var x = Tensor.From([1, 2, 3, 4], 1, 2, 2, 1);
        Assert.Equal([2, 4, 1, 3], new Transformation(Degrees: 90).Apply(x).ToArray());
        Assert.Equal([4, 3, 2, 1], new Transformation(Degrees: 180).Apply(x).ToArray());
        Assert.Equal([3, 1, 4, 2], new Transformation(Degrees: -90).Apply(x).ToArray());
        Assert.Equal([0, 0, 0, 1], new Transformation(1, 1).Apply(x).ToArray());
        // Twice as large about the middle: places a quarter from it.
        Assert.Equal([1.75f, 2.25f, 2.75f, 3.25f], new Transformation(Scale: 2).Apply(x).ToArray());
    }

    [Fact]
    [Trait("Row", "125")]
    public void AShiftChangesEveryInputAndHalfOfThePooledOutputs()
    {
        // Goodfellow, Bengio, Courville 2016, figure 9.8: windows of 3, side by side at a distance of 1.
        var network = Network.Sequential(Shape.Of(4, 1), new MaxPooling(3) { Stride = 1, Padding = Padding.Of(1) });
        Tensor before = Tensor.From([0.1f, 1, 0.2f, 0.1f], 1, 4, 1), after = Tensor.From([0.3f, 0.1f, 1, 0.2f], 1, 4, 1);
        Assert.Equal([1, 1, 1, 0.2f], network.Run(before).ToArray());
        Assert.Equal([0.3f, 1, 1, 1], network.Run(after).ToArray());
        Assert.Equal([1, 0.5], network.Changes(before, after).Select(layer => layer.Changed));
    }

    [Fact]
    [Trait("Row", "142")]
    public void SaturatedActivations()
    {
        var network = Network.Sequential(Shape.Of(5), new Tanh { Name = "tanh" });
        // The slopes of tanh at −3, −0.1, 0, 0.1 and 5: 1 − tanh² is 0.0099, 0.99, 1, 0.99 and 0.0002.
        var tanh = network.Saturations(Tensor.From([-3, -0.1f, 0, 0.1f, 5], 1, 5)).Single();
        Assert.Equal((0.2, 0.2), (tanh.Low, tanh.High));
        Assert.Equal((0.0099 + 0.9901 + 1 + 0.9901 + 0.0002) / 5, tanh.MeanSlope, 1e-3);
        var relu = Network.Sequential(Shape.Of(5), new Relu()).Saturations(Tensor.From([-3, -2, -1, 1, 5], 1, 5)).Single();
        Assert.Equal((0.6, 0.0, 0.4), (relu.Low, relu.High, Math.Round(relu.MeanSlope, 4)));
        // A quarter at 0, 0.0025 at 6.
        var sigmoid = Network.Sequential(Shape.Of(2), new Sigmoid()).Saturations(Tensor.From([0, 6], 1, 2)).Single();
        Assert.Equal((0.0, 0.5), (sigmoid.Low, sigmoid.High));
    }

    [Fact]
    [Trait("Row", "115")]
    public void UnitsAtTheEdgeReceiveLess()
    {
        static LayerEdges Of(Padding padding) => Network.Sequential(Shape.Of(6, 6, 1), new Convolution(1, 3) { Padding = padding, WeightInitializer = Initializer.Ones })
            .Edges(Tensor.From([.. Enumerable.Repeat(1f, 36)], 1, 6, 6, 1)).Single();
        // Ones under a kernel of ones: corners sum 4, edges 6, the inside 9. The outer ring has 4 corners and 16 others.
        var same = Of(Padding.Same);
        Assert.Equal([(4 * 4 + 16 * 6) / 20.0, 9, 9], same.Rings);
        Assert.Equal(5.6 / 9, same.Share, 1e-12);
        Assert.Equal([9.0, 9], Of(Padding.Valid).Rings);
        // With full padding a corner sees one input; two rings are short.
        Assert.Equal((4 * 1 + 8 * 2 + 16 * 3) / 28.0, Of(Padding.Full).Rings[0]);
    }

    [Fact]
    [Trait("Row", "115")]
    public void CopiesAtTheEdgeLeaveItAsStrongAsTheInside()
    {
        var network = Network.Sequential(Shape.Of(6, 6, 1), new Convolution(1, 3) { Name = "c", Padding = Padding.Same, WeightInitializer = Initializer.Ones }, new Relu());
        var edges = network.EdgesPerPadding(Tensor.From([.. Enumerable.Repeat(1f, 36)], 1, 6, 6, 1));
        Assert.Equal([PaddingMode.Zero, PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular], edges.Keys);
        // Zeros: corners sum 4 of 9, edges 6; copies of ones are ones.
        Assert.Equal([5.6 / 9, 1, 1, 1], edges.Values.Select(layers => Math.Round(layers.Single().Share, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.All(edges.Values.Skip(1), layers => Assert.Equal([9.0, 9, 9], layers.Single().Rings));
        // A border of 4 has no mirror in a map of 3; the network stays as it is.
        var small = Network.Sequential(Shape.Of(3, 3, 1), new Convolution(1, 3) { Padding = Padding.Of(4) });
        Assert.Equal([PaddingMode.Zero, PaddingMode.Replicate], small.EdgesPerPadding(new Tensor(Shape.Of(1, 3, 3, 1))).Keys);
        Assert.Equal(PaddingMode.Zero, ((Convolution)small.Nodes[1].Layer!).Padding.Mode);
    }

    [Fact]
    public void WhatCannotBeMeasured()
    {
        var volumes = Network.Sequential(Shape.Of(4, 4, 4, 1), new Convolution(1, 3));
        Assert.Equal("Maps of one or two spatial axes can be shifted and turned; these are 1×4×4×4×1.", Assert.Throws<ArgumentException>(() => volumes.Movements(new Tensor(Shape.Of(1, 4, 4, 4, 1)), new Transformation())).Message);
        Assert.Equal("Two batches of one shape are compared, not 1×4 and 2×4.",
            Assert.Throws<ArgumentException>(() => Network.Sequential(Shape.Of(4), new Relu()).Changes(new Tensor(Shape.Of(1, 4)), new Tensor(Shape.Of(2, 4)))).Message);
        var two = Network.Of(Network.Input(3).Named("a") + Network.Input(3).Named("b"));
        Assert.Equal("A network with one input can be measured; this one has 2.", Assert.Throws<ArgumentException>(() => two.Edges(new Tensor(Shape.Of(1, 3)))).Message);
    }

    private static Tensor Random(int height, int width, int channels)
    {
        var random = new Random(1);
        var x = new Tensor(Shape.Of(2, height, width, channels));
        foreach (ref var value in x.Floats) value = (float)(random.NextDouble() * 2 - 1);
        return x;
    }
}
