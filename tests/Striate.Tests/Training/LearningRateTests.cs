using Striate.Networks;
using Striate.Training;

namespace Striate.Tests.Training;

public class LearningRateTests
{
    private static int[] Bits(Network network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(BitConverter.SingleToInt32Bits)];

    [Fact]
    public void ASweepEndsWhereTheLossComesApartAndLeavesNoTrace()
    {
        var network = Stripes.Network();
        var before = Bits(network);
        var trainer = new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.3f) { Momentum = 0.9f }, 1);
        var sweep = trainer.FindLearningRate(new Stripes(200), 16, steps: 100, least: 1e-5, most: 1e3);
        Assert.Equal(before, Bits(network));
        Assert.InRange(sweep.Points.Count, 20, 99);
        // Eight decades in 99 ratios.
        Assert.Equal(1e-5, sweep.Points[0].Rate, 1e-11);
        Assert.All(sweep.Points.Zip(sweep.Points.Skip(1)), pair => Assert.Equal(Math.Pow(1e8, 1 / 99.0), pair.Second.Rate / pair.First.Rate, 1e-9));
        Assert.Equal(sweep.Points[0].Loss, sweep.Points[0].Smoothed, 1e-12);
        Assert.Equal((0.9 * sweep.Points[0].Loss + sweep.Points[1].Loss) / 1.9, sweep.Points[1].Smoothed, 1e-12);
        Assert.Equal(sweep.Points.Min(point => point.Smoothed), sweep.Lowest.Smoothed);
        Assert.Equal(sweep.Lowest.Rate / 10, sweep.Suggested);
        Assert.InRange(sweep.Suggested, 1e-3, 1);
        // Once more, from the same weights: the same points.
        Assert.Equal(sweep.Points, trainer.FindLearningRate(new Stripes(200), 16, 100, 1e-5, 1e3).Points);
    }

    [Fact]
    public void TheSuggestedRateLearns()
    {
        var network = Stripes.Network();
        var data = new Stripes(400);
        var rate = new Trainer(network, Loss.SoftmaxCrossEntropy, new Adam(), 1).FindLearningRate(data, 16, options: new TrainingOptions { Accumulate = 2 }).Suggested;
        var history = new Trainer(network, Loss.SoftmaxCrossEntropy, new Adam((float)rate), 1).Fit(data, 6, 16);
        // Guessing costs log 2 = 0.69.
        Assert.True(history[^1].Loss < 0.3, $"{rate}: {history[0].Loss} to {history[^1].Loss}");
    }

    [Fact]
    public void WrongSweepsAreRefused()
    {
        var trainer = new Trainer(Stripes.Network(), Loss.SoftmaxCrossEntropy, new Sgd(0.1f));
        string Message(int steps, double least, double most) => Assert.Throws<ArgumentException>(() => trainer.FindLearningRate(new Stripes(50), 8, steps, least, most)).Message;
        Assert.Equal("A sweep has 10 steps or more, not 9.", Message(9, 1e-3, 1));
        Assert.Equal("A sweep goes from a learning rate above 0 to a larger one, not from 0 to 1.", Message(20, 0, 1));
        Assert.Equal("A sweep goes from a learning rate above 0 to a larger one, not from 1 to 0.1.", Message(20, 1, 0.1));
    }

    [Fact]
    public void ACancelledSweepPutsTheNetworkBack()
    {
        var network = Stripes.Network();
        var before = Bits(network);
        using var source = new CancellationTokenSource();
        var data = new Stripes(200) { OnRead = index => { if (index == 100) source.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => new Trainer(network, Loss.SoftmaxCrossEntropy, new Sgd(0.1f)).FindLearningRate(data, 4, 1000, cancellation: source.Token));
        Assert.Equal(before, Bits(network));
    }
}
