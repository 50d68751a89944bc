using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Tests.Plans;

public class PredictorTests
{
    private static readonly ModelInfo Pets = new() { ClassNames = ["cat", "dog", "fish"], Preprocessing = new Preprocessing { Factor = 0.5f, Mean = [1, 2], Scale = [2, 4] } };

    // The scores are what comes in: two numbers, and their sum.
    private static Network Sums(ModelInfo? info = null)
    {
        var network = Network.Sequential(Shape.Of(2), new Dense(3) { Name = "fc", HasBias = false });
        new float[] { 1, 0, 0, 1, 1, 1 }.CopyTo(network.Parameters["fc.weight"].Values);
        network.Parameters.MarkChanged();
        return network.With(info ?? Pets);
    }

    [Fact]
    public void BytesArePreprocessedAndScoresBecomeProbabilities()
    {
        // (6 · 0.5 − 1) / 2 = 1, (20 · 0.5 − 2) / 4 = 2: scores 1, 2, 3.
        var prediction = new Predictor(Sums()).Predict(Tensor.From<byte>([6, 20], Shape.Of(2)));
        Assert.Equal([1f, 2f, 3f], prediction.Scores);
        Assert.Equal(["fish", "dog", "cat"], prediction.Classes.Select(answer => answer.Name));
        Assert.Equal([2, 1, 0], prediction.Classes.Select(answer => answer.Index));
        // exp(0) / (1 + 1/e + 1/e²) = 0.6652, and by 1/e less each: 0.2447, 0.0900.
        Assert.Equal(0.66524096, prediction.Best.Probability, 1e-8);
        Assert.Equal(0.24472847, prediction.Classes[1].Probability, 1e-8);
        Assert.Equal(1, prediction.Classes.Sum(answer => answer.Probability), 1e-12);
        Assert.Equal("fish 0.6652", prediction.ToString());
        Assert.Equal(["fish", "dog"], prediction.Top(2).Select(answer => answer.Name));
        Assert.Equal(3, prediction.Top(10).Count);
        Assert.Equal("The best 1 or more classes can be asked for, not 0.", Assert.Throws<ArgumentException>(() => prediction.Top(0)).Message);
    }

    [Fact]
    public void FloatsAreUsedAsTheyAreAndEqualScoresKeepTheirOrder()
    {
        var prediction = new Predictor(Sums()).Predict(Tensor.From([0f, 0], 1, 2));
        Assert.Equal(["cat", "dog", "fish"], prediction.Classes.Select(answer => answer.Name));
        Assert.All(prediction.Classes, answer => Assert.Equal(1.0 / 3, answer.Probability, 1e-15));
        // Probabilities that round to 0 are still told apart by their scores.
        Assert.Equal(["cat", "fish", "dog"], new Predictor(Sums()).Predict(Tensor.From([4000f, -2000], 2)).Classes.Select(answer => answer.Name));
    }

    [Fact]
    public void InformationMayBeGivenAndNamesMayBeMissing()
    {
        var predictor = new Predictor(Sums(), new ModelInfo { ClassNames = ["only"] });
        Assert.Equal(["only", "1", "2"], predictor.ClassNames);
        // Without preprocessing bytes become 0…1.
        Assert.Equal([1f, 0f, 1f], predictor.Predict(Tensor.From<byte>([255, 0], Shape.Of(2))).Scores);
        Assert.Equal(Shape.Of(2), predictor.InputShape);
    }

    [Fact]
    public void ABatchIsEachOfItsInputs()
    {
        var predictor = new Predictor(Sums());
        var both = predictor.PredictBatch(Tensor.From<byte>([6, 20, 200, 3], Shape.Of(2, 2)));
        Assert.Equal(2, both.Count);
        Assert.Equal(predictor.Predict(Tensor.From<byte>([6, 20], Shape.Of(2))).Scores, both[0].Scores);
        Assert.Equal(predictor.Predict(Tensor.From<byte>([200, 3], Shape.Of(2))).Scores, both[1].Scores);
    }

    [Fact]
    public void ManyThreadsMayAskAtOnce()
    {
        var predictor = new Predictor(ModelZoo.Build("lenet5"));
        var pictures = Enumerable.Range(0, 8).Select(seed =>
        {
            var bytes = new byte[28 * 28];
            new Random(seed).NextBytes(bytes);
            return Tensor.From<byte>(bytes, Shape.Of(28, 28, 1));
        }).ToArray();
        var alone = pictures.Select(predictor.Predict).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            for (var i = 0; i < 40; i++)
            {
                var prediction = predictor.Predict(pictures[(number + i) % 8]);
                var expected = alone[(number + i) % 8];
                if (!prediction.Scores.SequenceEqual(expected.Scores) || !prediction.Classes.SequenceEqual(expected.Classes)) Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(0, wrong);
        Assert.True(alone.Select(prediction => prediction.Scores[0]).Distinct().Count() > 1);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var predictor = new Predictor(Sums());
        Refused("The network takes 2; the tensor is 3. For several at once use PredictBatch.", () => predictor.Predict(new Tensor(Shape.Of(3))));
        Refused("The network takes 2; the tensor is 2×2. For several at once use PredictBatch.", () => predictor.Predict(new Tensor(Shape.Of(2, 2))));
        Refused("The network takes batches of N×2; the tensor is 2.", () => predictor.PredictBatch(new Tensor(Shape.Of(2))));
        Refused("The network takes batches of N×2; the tensor is 0×2.", () => predictor.PredictBatch(new Tensor(Shape.Of(0, 2))));
        Refused("A predictor takes UInt8 (pixels) or Float32 (the network's own numbers), not Int64.", () => predictor.Predict(new Tensor(Shape.Of(2), ElementType.Int64)));
        Refused("The score of class 0 ('cat') is NaN: look for numbers that are not finite in the input or in the parameters.", () => predictor.Predict(Tensor.From([1f, float.NaN], 2)));
        Refused("There are 4 class names for 3 outputs.", () => new Predictor(Sums(new ModelInfo { ClassNames = ["a", "b", "c", "d"] })));
        Refused("Preprocessing has 3 means and 0 scales for 2 channels.", () => new Predictor(Sums(new ModelInfo { Preprocessing = new Preprocessing { Mean = [1, 2, 3] } })));
        Refused("A predictor reads a vector of scores; the network's output is 2×2×1. Use network.Run.", () => new Predictor(Network.Sequential(Shape.Of(4, 4, 1), new Convolution(1, 3))));
        var two = Network.Of(Network.Input(2) + Network.Input(2));
        Refused("A predictor takes one input; the network has 2. Use network.Run.", () => new Predictor(two));
    }

    // Dense weights of one huge and one ordinary number: the score overflows although the input is sound.
    [Fact]
    public void AScoreThatOverflowsIsRefused()
    {
        var network = Sums();
        network.Parameters["fc.weight"].Values[0] = 3e38f;
        network.Parameters.MarkChanged();
        Refused("The score of class 0 ('cat') is Infinity: look for numbers that are not finite in the input or in the parameters.", () => new Predictor(network).Predict(Tensor.From([10f, 0], 2)));
    }

    private static void Refused(string message, Action action) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
}
