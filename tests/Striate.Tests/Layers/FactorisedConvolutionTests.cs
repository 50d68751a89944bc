using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Convolutions with fewer weights: separable by depth or by axis, of one tap, and with restricted connections.</summary>
public class FactorisedConvolutionTests
{
    // 3×3×3×5 and 5×5×64×128, without biases.
    [Theory]
    [InlineData(3, 3, 5, 135, 42)]
    [InlineData(5, 64, 128, 204_800, 9_792)]
    [Trait("Row", "94")]
    [Trait("Row", "95")]
    public void DepthwiseSeparable(int kernel, int inputs, int outputs, int dense, int separable)
    {
        Assert.Equal(dense, Weights(Shape.Of(8, 8, inputs), new Convolution(outputs, kernel) { HasBias = false }));
        Assert.Equal(separable, Weights(Shape.Of(8, 8, inputs), new Convolution(inputs, kernel) { Groups = inputs, HasBias = false }, new Convolution(outputs, 1) { HasBias = false }));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [Trait("Row", "99")]
    public void GroupsDivideTheWeights(int groups) =>
        Assert.Equal(Weights(Shape.Of(8, 8, 8), new Convolution(12, 3) { HasBias = false }) / groups, Weights(Shape.Of(8, 8, 8), new Convolution(12, 3) { HasBias = false, Groups = groups }));

    [Fact]
    [Trait("Row", "99")]
    public void TheThirdLayerOfLeNet5()
    {
        Assert.Equal((60, 16, 6), (ChannelConnections.LeNet5.Pairs, ChannelConnections.LeNet5.OutputChannels, ChannelConnections.LeNet5.InputChannels));
        Assert.Equal("60 of 96 pairs", ChannelConnections.LeNet5.ToString());
        Assert.Equal(1516, Weights(Shape.Of(14, 14, 6), new Convolution(16, 5) { Connections = ChannelConnections.LeNet5 }));
        // Subsampling has a coefficient and a bias a channel: C1 156, S2 12, C3 1,516, S4 32, C5 48,120, F6 10,164 (LeCun et al. 1998, section II.B).
        Assert.Equal(60_000, Weights(Shape.Of(32, 32, 1), new Convolution(6, 5), new AveragePooling(2), new Convolution(6, 1) { Groups = 6 }, new Tanh(),
            new Convolution(16, 5) { Connections = ChannelConnections.LeNet5 }, new AveragePooling(2), new Convolution(16, 1) { Groups = 16 }, new Tanh(),
            new Convolution(120, 5), new Tanh(), new Flatten(), new Dense(84)));
    }

    // Blocks are groups, everything is the usual convolution.
    [Fact]
    [Trait("Row", "99")]
    public void TablesOfBlocksAreGroups()
    {
        var x = Integers(Shape.Of(2, 5, 6, 4), 1);
        Assert.Equal(Run(x, new Convolution(6, 3) { Groups = 2 }), Run(x, new Convolution(6, 3) { Connections = new([0, 1], [0, 1], [0, 1], [2, 3], [2, 3], [2, 3]) }));
        Assert.Equal(Run(x, new Convolution(2, 3)), Run(x, new Convolution(2, 3) { Connections = new([0, 1, 2, 3], [0, 1, 2, 3]) }));
    }

    [Fact]
    [Trait("Row", "100")]
    public void OneTapIsADenseLayerAtEachPixel()
    {
        var x = Integers(Shape.Of(2, 3, 4, 5), 1);
        var dense = Run(Tensor.From<float>(x.ToArray(), Shape.Of(24, 5)), new Dense(7));
        Assert.Equal(dense, Run(x, new Convolution(7, 1)));
    }

    [Fact]
    [Trait("Row", "101")]
    public void ThreeDimensionsInTwoSteps()
    {
        var volume = Shape.Of(6, 6, 6, 1);
        Assert.Equal(27, Weights(volume, new Convolution(1, 3) { HasBias = false }));
        Assert.Equal(12, Weights(volume, new Convolution(1, (1, 3, 3)) { HasBias = false }, new Convolution(1, (3, 1, 1)) { HasBias = false }));
        // The kernel that both make together is the outer product of a plane and a column.
        var (plane, column) = (new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, new float[] { 1, -2, 3 });
        var whole = Network.Sequential(volume, new Convolution(1, 3) { HasBias = false });
        whole.Parameters[0].Set([.. from c in column from p in plane select c * p]);
        var steps = Network.Sequential(volume, new Convolution(1, (1, 3, 3)) { HasBias = false }, new Convolution(1, (3, 1, 1)) { HasBias = false });
        steps.Parameters[0].Set(plane);
        steps.Parameters[1].Set(column);
        var x = Integers(volume.WithBatch(1), 2);
        Assert.Equal(whole.Run(x).ToArray(), steps.Run(x).ToArray());
        // One tap widens the channels and leaves the map.
        Assert.Equal(Shape.Of(6, 6, 6, 9), Network.Sequential(volume, new Convolution(9, 1)).OutputShape);
    }

    [Fact]
    [Trait("Row", "68")]
    public void ConvertersGoThereAndBack()
    {
        Assert.Equal([1, 3, 5, 2, 4, 6], Tensor.From([1, 2, 3, 4, 5, 6], 1, 3, 2).ToChannelsFirst().ToArray());
        foreach (var shape in new[] { Shape.Of(2, 7, 3), Shape.Of(2, 5, 4, 3), Shape.Of(2, 3, 4, 5, 6) })
        {
            var x = Integers(shape, 3);
            Assert.Equal(Shape.Of([shape[0], shape[^1], .. shape.Skip(1).SkipLast(1)]), x.ToChannelsFirst().Shape);
            Assert.Equal(x.ToArray(), x.ToChannelsFirst().ToChannelsLast().ToArray());
            Assert.Equal(x.ToArray(), x.ToChannelsLast().ToChannelsFirst().ToArray());
        }
    }

    [Fact]
    public void TablesThatCannotBe()
    {
        static string Of(params int[][] table) => Assert.Throws<ArgumentException>(() => new ChannelConnections(table)).Message;
        Assert.Equal("A connection table needs one or more output channels.", Of());
        Assert.Equal("Output channel 1 of a connection table sees no input channel.", Of([0], []));
        Assert.Equal("Output channel 0 of a connection table sees the channels 2, 1; they must be 0 or more and ascend.", Of([2, 1]));
    }

    [Fact]
    public void TablesThatDoNotFit()
    {
        static string Of(Convolution layer) => Assert.Throws<ShapeException>(() => Network.Sequential(Shape.Of(4, 4, 2), layer with { Name = "c", Connections = new([0, 1], [1]) })).Message;
        Assert.Equal("Convolution 'c' has a connection table of 2 output channels that sees 2 input channels; it has 3 output and 2 input channels.", Of(new Convolution(3, 3)));
        Assert.Equal("Convolution 'c' has 2 groups and a connection table. What would fit: one of both.", Of(new Convolution(2, 3) { Groups = 2 }));
        Assert.Equal("Convolution 'c' has a connection table and a MaxNorm, which wants the weights of an output channel in one row. What would fit: WeightDecay.", Of(new Convolution(2, 3) { MaxNorm = 1 }));
    }

    private static long Weights(Shape input, params Layer[] layers) => Network.Sequential(input, layers).Parameters.LearntLength;

    private static float[] Run(Tensor x, Layer layer)
    {
        var network = Network.Sequential(Shape.Of([.. x.Shape.Skip(1)]), layer);
        for (var i = 0; i < network.Parameters.Values.Length; i++) network.Parameters.Values[i] = i * 7 % 17 - 8;
        network.Parameters.MarkChanged();
        return network.Run(x).ToArray();
    }

    private static Tensor Integers(Shape shape, int seed)
    {
        var random = new Random(seed);
        var tensor = new Tensor(shape);
        foreach (ref var value in tensor.Floats) value = random.Next(-8, 9);
        return tensor;
    }
}
