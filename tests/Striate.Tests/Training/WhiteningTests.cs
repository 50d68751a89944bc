using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

public class WhiteningTests
{
    // 9 directions of a 3×3 patch, and their negatives.
    [Fact]
    public void OutputsOverTheDataAreUncorrelatedAndOfEnergyOne()
    {
        var (data, network) = (new Stripes(300), Build(new Convolution(18, 3) { Name = "it" }));
        network.Parameters["it.bias"].Set(new float[18].Select(_ => 5f).ToArray());
        Whitening.Apply(network, "it", data, epsilon: 0);
        var (moments, input) = (new double[18 * 18], new Tensor(Shape.Of(300, 6, 6, 1)));
        for (var i = 0; i < 300; i++) data.Read(i, 0, input.Floats.Slice(i * 36, 36), new float[1]);
        var output = network.Run(input).ToArray();
        for (var pixel = 0; pixel < output.Length / 18; pixel++)
            for (var i = 0; i < 18 * 18; i++) moments[i] += output[pixel * 18 + i / 18] * (double)output[pixel * 18 + i % 18] * 18 / output.Length;
        for (var i = 0; i < 18 * 18; i++) Assert.Equal(i / 18 % 9 == i % 18 % 9 ? (i / 18 < 9 == i % 18 < 9 ? 1 : -1) : 0, moments[i], 1e-4);
    }

    // Patches (1, 1) and (1, −1)·0.1 alone: second moments [[0.505, 0.495], [0.495, 0.505]], so λ = 1 along (1, 1)/√2 and 0.01 along (1, −1)/√2.
    [Fact]
    public void TwoPixelsByHand()
    {
        var data = new Pairs([[1, 1], [0.1f, -0.1f], [1, 1], [0.1f, -0.1f]]);
        var network = Network.Sequential(Shape.Of(1, 2, 1), new Convolution(3, (1, 2)) { Name = "it", HasBias = false });
        Whitening.Apply(network, "it", data, epsilon: 0.03);
        var (strong, weak) = ((float)Math.Sqrt(0.5 / 1.03), (float)Math.Sqrt(0.5 / 0.04));
        var weights = network.Parameters["it.weight"].Values.ToArray();
        float[] expected = [strong, strong, weak, -weak, -strong, -strong];
        // Both components of the second are equally large: either sign may lead.
        if (weights[2] < 0) (expected[2], expected[3]) = (-weak, weak);
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], weights[i], 1e-5f);
    }

    [Fact]
    public void OnlyTheFirstExamplesCount()
    {
        float[] Weights(int count)
        {
            var network = Build(new Convolution(4, 2) { Name = "it" });
            Whitening.Apply(network, "it", new Stripes(count), examples: 20);
            return network.Parameters["it.weight"].Values.ToArray();
        }
        Assert.Equal(Weights(20), Weights(50));
        Assert.NotEqual(Weights(20), Weights(19));
    }

    [Fact]
    public void WhatCannotWhitenIsSaid()
    {
        string Message(Network network, string layer = "it") => Assert.Throws<ArgumentException>(() => Whitening.Apply(network, layer, new Stripes(2))).Message;
        const string Wrong = "'it' cannot whiten: it must be a convolution of the network's input without groups and dilation.";
        Assert.Equal(Wrong, Message(Build(new Relu { Name = "it" })));
        Assert.Equal(Wrong, Message(Build(new Convolution(2, 2) { Dilation = 2, Name = "it" })));
        Assert.Equal(Wrong, Message(Build(new Relu(), new Convolution(2, 2) { Name = "it" })));
        Assert.Equal("'it' cannot whiten: a patch has 4 numbers, which gives 8 channels with both signs; it has 9.", Message(Build(new Convolution(9, 2) { Name = "it" })));
        Assert.Equal("Whitening takes whole patches of 7×7; the inputs are 6×6×1.", Message(Build(new Convolution(9, 7) { Name = "it", Padding = Padding.Same })));
        Assert.Equal("The network takes inputs of 5×6×1; the data stripes have 6×6×1.", Message(Network.Sequential(Shape.Of(5, 6, 1), new Convolution(9, 2) { Name = "it" })));
    }

    private static Network Build(params Layer[] layers) => Network.Sequential(Shape.Of(6, 6, 1), layers);

    private sealed class Pairs(float[][] values) : IDataset
    {
        public string Name => "pairs";

        public int Count => values.Length;

        public Shape InputShape { get; } = Shape.Of(1, 2, 1);

        public Shape TargetShape => Shape.Scalar;

        public IReadOnlyList<string> ClassNames => [];

        public void Read(int index, int epoch, Span<float> input, Span<float> target) => values[index].CopyTo(input);
    }
}
