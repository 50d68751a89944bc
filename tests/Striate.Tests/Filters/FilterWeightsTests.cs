using Striate.Filters;
using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;
using Striate.Tests.Training;
using Striate.Training;

namespace Striate.Tests.Filters;

public class FilterWeightsTests
{
    [Fact]
    [Trait("Row", "160")]
    [Trait("Row", "161")]
    public void ABankAsFirstWeights()
    {
        var network = Network.Sequential(Shape.Of(8, 8, 3), new Convolution(10, 3) { Name = "c", WeightInitializer = Initializer.Of(FilterBank.Classic) });
        var weights = network.Parameters["c.weight"].Values.ToArray();
        // Eight filters on the mean of three channels, then two drawn at random.
        for (var i = 0; i < 8 * 27; i++) Assert.Equal(FilterBank.Classic[i / 27].Values[i % 9] / 3, weights[i]);
        Assert.All(weights[(8 * 27)..], value => Assert.InRange(Math.Abs(value), 1e-6, 1 / Math.Sqrt(27)));
        // On each channel of its own: K outputs a channel begin with the first K filters.
        var depthwise = Network.Sequential(Shape.Of(8, 8, 2), new Convolution(6, 3) { Groups = 2, Name = "c", WeightInitializer = Initializer.Of(FilterBank.Classic) });
        for (var i = 0; i < 54; i++) Assert.Equal(FilterBank.Classic[i / 9 % 3].Values[i % 9], depthwise.Parameters["c.weight"].Values[i]);
        var other = Network.Sequential(Shape.Of(8, 8, 3), new Convolution(10, 3) { Name = "c" });
        other.SetFilters("c", FilterBank.Classic);
        Assert.Equal(weights[..(8 * 27)], other.Parameters["c.weight"].Values[..(8 * 27)].ToArray());
    }

    [Fact]
    [Trait("Row", "160")]
    [Trait("Row", "161")]
    public void FrozenFiltersStayAsTheyAre()
    {
        float[] Trained(Initializer initializer, bool frozen)
        {
            var network = Network.Sequential(Shape.Of(6, 6, 1), new Convolution(8, 3) { Name = "c", WeightInitializer = initializer, Frozen = frozen }, new Relu(), new Flatten(), new Dense(2));
            new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.05f), seed: 1).Fit(new Stripes(64), epochs: 2, batch: 16);
            return network.Parameters["c.weight"].Values.ToArray();
        }
        float[] bank = [.. FilterBank.Classic.SelectMany(filter => filter.Values)];
        Assert.Equal(bank, Trained(Initializer.Of(FilterBank.Classic), frozen: true));
        Assert.NotEqual(bank, Trained(Initializer.Of(FilterBank.Classic), frozen: false));
        // Random kernels may be frozen too.
        Assert.Equal(Trained(Initializer.He, frozen: true), Trained(Initializer.He, frozen: true));
    }

    [Fact]
    public void WhatDoesNotFitIsSaid()
    {
        string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
        var network = Network.Sequential(Shape.Of(8, 8, 1), new Convolution(4, 5) { Name = "c" }, new Relu { Name = "r" });
        Assert.Equal("'c' has kernels of 5×5; the bank has 8 filters of 3×3.", Message(() => network.SetFilters("c", FilterBank.Classic)));
        Assert.Equal("'r' takes no filters: it must be a convolution without a connection table.", Message(() => network.SetFilters("r", FilterBank.Classic)));
        Assert.Equal("A bank of 8 filters of 3×3 begins convolutions with kernels of 3×3, not a parameter of 4×1×5×5.",
            Message(() => _ = Network.Sequential(Shape.Of(8, 8, 1), new Convolution(4, 5) { WeightInitializer = Initializer.Of(FilterBank.Classic) }).Parameters.Values.Length));
    }

    [Fact]
    [Trait("Row", "162")]
    public void PatchesClusteredBecomeKernels()
    {
        // Stripes: whitened patches of 3×3 fall into stripes of both directions and phases.
        var network = Network.Sequential(Shape.Of(6, 6, 1), new Convolution(4, 3) { Name = "c" }, new Relu(), new GlobalAveragePooling(), new Dense(2));
        var errors = PatchClustering.Apply(network, "c", new Stripes(400), patches: 3000, epsilon: double.PositiveInfinity);
        Assert.True(errors.Count > 1 && errors.Zip(errors.Skip(1), (before, after) => after <= before + 1e-12).All(falls => falls));
        var weights = network.Parameters["c.weight"].Values.ToArray();
        // Rows or columns alternate: the four kernels are ± the stripes along both axes.
        float[] rows = [1, 1, 1, -2, -2, -2, 1, 1, 1], columns = [1, -2, 1, 1, -2, 1, 1, -2, 1];
        var found = new HashSet<string>();
        for (var channel = 0; channel < 4; channel++)
        {
            var kernel = weights[(channel * 9)..(channel * 9 + 9)];
            double Cosine(float[] other) => kernel.Zip(other, (a, b) => (double)a * b).Sum() / Math.Sqrt(kernel.Sum(a => (double)a * a) * other.Sum(a => (double)a * a));
            var (r, c) = (Cosine(rows), Cosine(columns));
            Assert.True(Math.Max(Math.Abs(r), Math.Abs(c)) > 0.9, $"{channel}: {r} {c}");
            found.Add(Math.Abs(r) > Math.Abs(c) ? $"rows {Math.Sign(r)}" : $"columns {Math.Sign(c)}");
        }
        Assert.Equal(4, found.Count);
    }

    [Fact]
    [Trait("Row", "162")]
    public void AnswersHaveEnergyOneAndTheSameSeedGivesTheSameBits()
    {
        Network Learnt(ulong seed, bool flip = false)
        {
            var network = Network.Sequential(Shape.Of(6, 6, 1), new Convolution(5, 3) { Name = "c", Flip = flip });
            PatchClustering.Apply(network, "c", new Stripes(200), patches: 2000, seed: seed);
            return network;
        }
        var network = Learnt(1);
        Assert.Equal(network.Parameters.Values.ToArray(), Learnt(1).Parameters.Values.ToArray());
        Assert.NotEqual(network.Parameters.Values.ToArray(), Learnt(2).Parameters.Values.ToArray());
        // A true convolution answers as the correlation does.
        var input = new Tensor(Shape.Of(1, 6, 6, 1));
        new Stripes(4).Read(1, 0, input.Floats, new float[1]);
        Assert.Equal(network.Run(input).ToArray(), Learnt(1, flip: true).Run(input).ToArray());
        // Kernels of mean zero, for patches lose their means.
        for (var channel = 0; channel < 5; channel++) Assert.Equal(0, network.Parameters["c.weight"].Values.Slice(channel * 9, 9).ToArray().Sum(), 1e-3);
    }

    [Fact]
    public void WhatCannotLearnFromPatchesIsSaid()
    {
        string Message(Layer layer, int patches = 100, double epsilon = 0.1)
        {
            var network = Network.Sequential(Shape.Of(6, 6, 1), layer with { Name = "it" });
            return Assert.Throws<ArgumentException>(() => PatchClustering.Apply(network, "it", new Stripes(4), patches, epsilon: epsilon)).Message;
        }
        Assert.Equal("'it' cannot learn from patches: it must be a convolution of the network's input without groups, dilation and a connection table.", Message(new Relu()));
        Assert.Equal("8 kernels of 9 numbers are learnt from 8 to 29826161 patches in one round or more, not from 7 in 20.", Message(new Convolution(8, 3), patches: 7));
        Assert.Equal("The epsilon of whitening is 0 or more.", Message(new Convolution(2, 3), epsilon: -1));
        Assert.Equal("Whole patches of 7×7 are taken; the inputs are 6×6×1.", Message(new Convolution(2, 7) { Padding = Padding.Same }));
    }
}
