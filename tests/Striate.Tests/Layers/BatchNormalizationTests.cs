using Striate.Layers;
using Striate.Networks;
using Striate.Parameters;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>Where ε stands, what running statistics become, and what is said before there are any.</summary>
public class BatchNormalizationTests
{
    private static readonly Initializer Three = new Initializer.Constant(3);

    // 1, 3, 5, 7: mean 4, σ = √5. With ε = 4 inside the root 3 · σ / √(5 + 4) = √5; outside 3 · σ / (√5 + 4).
    [Theory]
    [Trait("Row", "144")]
    [InlineData(false, 0.7453559924999299)]
    [InlineData(true, 0.3585701736362872)]
    public void EpsilonInsideOrOutsideTheRoot(bool outside, double deviation)
    {
        var network = Network.Sequential(Shape.Of(2, 1), new BatchNormalization { Epsilon = 4, EpsilonOutsideRoot = outside, ScaleInitializer = Three });
        var plan = network.CompileTraining(2);
        new float[] { 1, 3, 5, 7 }.CopyTo(plan.Input());
        plan.Forward(0, 0);
        double[] y = [.. plan.Output()];
        // |γ| · σ / √(σ² + ε), or / (σ + ε).
        Assert.Equal(3 * deviation, Math.Sqrt(y.Average(value => value * value)), 1e-5);
        Assert.Equal([.. new double[] { -3, -1, 1, 3 }.Select(d => 3 * d / Math.Sqrt(5) * deviation)], y, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [Trait("Row", "144")]
    [InlineData(5)]
    [InlineData(3, 5)]
    [InlineData(2, 3, 5)]
    [InlineData(2, 2, 3, 5)]
    public void StatisticsAreAChannelsWhateverTheAxes(params int[] sizes)
    {
        var network = Network.Sequential(Shape.Of(sizes), new BatchNormalization { Epsilon = 0 });
        var plan = network.CompileTraining(4);
        for (var i = 0; i < plan.Input().Length; i++) plan.Input()[i] = i * i % 23 - i % 5;
        plan.Forward(0, 0);
        var y = plan.Output().ToArray();
        for (var channel = 0; channel < 5; channel++)
        {
            double[] values = [.. y.Where((_, i) => i % 5 == channel).Select(value => (double)value)];
            Assert.Equal(0, values.Average(), 1e-6);
            Assert.Equal(1, values.Average(value => value * value), 1e-5);
        }
    }

    // Averages of σ² over batches with σ = 1 and 3 in turn end, behind a 3, at 0.99 / 0.19 (x = 0.81 x + 0.09 · 1 + 0.1 · 9); averages of σ at 0.39 / 0.19.
    [Fact]
    [Trait("Row", "145")]
    public void RunningVarianceAveragesSquares()
    {
        const int Batch = 1000;
        var network = Network.Sequential(Shape.Of(1), new BatchNormalization { Name = "bn", Momentum = 0.1f });
        var plan = network.CompileTraining(Batch);
        double lecture = 1;
        for (var step = 0; step < 200; step++)
        {
            var deviation = step % 2 == 0 ? 1 : 3;
            // The unbiased variance of ±d, half each, is d² · n / (n − 1).
            var size = deviation * Math.Sqrt((Batch - 1.0) / Batch);
            for (var i = 0; i < Batch; i++) plan.Input()[i] = (float)(i % 2 == 0 ? size : -size);
            plan.Forward(0, step);
            lecture = 0.9 * lecture + 0.1 * deviation;
        }
        Assert.Equal(2.28, Math.Sqrt(network.Parameters["bn.running_var"].Values[0]), 0.005);
        Assert.Equal(Math.Sqrt(0.99 / 0.19), Math.Sqrt(network.Parameters["bn.running_var"].Values[0]), 1e-4);
        Assert.Equal(2.05, lecture, 0.005);
    }

    // Into the weights of the convolution before, and into the input of the 1×1 convolution behind.
    [Fact]
    [Trait("Row", "145")]
    public void FoldedEpsilonStandsWhereItStood()
    {
        var bn = new BatchNormalization { Name = "bn", Epsilon = 0.5f, EpsilonOutsideRoot = true, ScaleInitializer = Three };
        Network[] networks =
        [
            Network.Sequential(Shape.Of(4, 4, 1), new Convolution(1, 1) { Name = "c", HasBias = false, WeightInitializer = Initializer.Ones }, bn),
            Network.Sequential(Shape.Of(4, 4, 1), new MaxPooling(1), bn, new Relu(), new Convolution(1, 1) { Name = "c", HasBias = false, WeightInitializer = Initializer.Ones }),
        ];
        foreach (var network in networks)
        {
            network.Parameters["bn.running_mean"].Values[0] = 1;
            network.Parameters["bn.running_var"].Values[0] = 4;
            network.Parameters.MarkChanged();
            // 3 · (x − 1) / (2 + ½).
            var y = network.Run(Tensor.From<float>([.. Enumerable.Range(1, 16).Select(i => (float)i)], Shape.Of(1, 4, 4, 1))).ToArray();
            for (var i = 0; i < 16; i++) Assert.Equal(1.2f * i, y[i], 1e-5f * i);
        }
    }

    [Fact]
    [Trait("Row", "145")]
    public void InferenceBeforeTrainingIsWarnedOf()
    {
        Assert.Empty(Network.Sequential(Shape.Of(4), new Dense(2)).InferenceWarnings);
        var network = Network.Sequential(Shape.Of(4), new BatchNormalization { Name = "bn1" }, new BatchNormalization { SharedWith = "bn1", Name = "again" }, new Dense(2), new BatchNormalization());
        Assert.Equal(["Batch normalization 'bn1' and one other have never seen a batch: a running mean of 0 and a running variance of 1 leave the input as it is. Train first, or load trained statistics."],
            network.InferenceWarnings);
        var plan = network.CompileTraining(2);
        for (var i = 0; i < 8; i++) plan.Input()[i] = i * i;
        plan.Forward(0, 0);
        Assert.Empty(network.InferenceWarnings);
        string Only(int count) => Network.Sequential(Shape.Of(4), [.. Enumerable.Range(0, count).Select(i => new BatchNormalization { Name = $"n{i}" })]).InferenceWarnings.Single().Split(" never")[0];
        Assert.Equal("Batch normalization 'n0' has", Only(1));
        Assert.Equal("Batch normalization 'n0' and 2 others have", Only(3));
    }
}
