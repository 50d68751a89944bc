using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

public class EvaluationTests
{
    // Classes 0 0 1 1 1, answers 0 1 1 1 0.
    private static readonly Evaluation Five = new(5, 1, 0.6, [[1, 1], [1, 2]], [0.1f, 2, 0.2f, 0.3f, 3], [0, 1, 1, 1, 0]) { Labels = [0, 0, 1, 1, 1] };

    [Fact]
    public void ClassesAreScored()
    {
        Assert.Equal([new ClassScore(2, 2, 1), new ClassScore(3, 3, 2)], Five.Classes);
        Assert.Equal((0.5, 0.5, 0.5), (Five.Classes[0].Precision, Five.Classes[0].Recall, Five.Classes[0].F1));
        Assert.Equal(2.0 / 3, Five.Classes[1].F1, 12);
        Assert.Equal((0, 0, 0), (new ClassScore(0, 0, 0).Precision, new ClassScore(0, 0, 0).Recall, new ClassScore(0, 0, 0).F1));
    }

    [Fact]
    public void MistakesComeWorstFirst()
    {
        Assert.Equal([4, 1], Five.WorstMistakes(10));
        Assert.Equal([4], Five.WorstMistakes(1));
    }

    [Fact]
    public void AnEvaluatorFillsAll()
    {
        var evaluation = new Evaluator(Stripes.Network(), Loss.SoftmaxCrossEntropy, Metric.Accuracy, 8).Run(new Stripes(20));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i % 2), evaluation.Labels);
        Assert.Equal([10, 10], evaluation.Classes.Select(score => score.Examples));
        Assert.Equal(evaluation.Metric, evaluation.Labels.Zip(evaluation.Answers).Count(pair => pair.First == pair.Second) / 20.0);
        Assert.Equal(evaluation.Loss, evaluation.Losses.Average(loss => (double)loss), 12);
    }

    // Batches of 8 leave one of 4: every length of a batch.
    [Fact]
    public void MirrorImagesAreAveraged()
    {
        var (network, data) = (Stripes.Network(), new Stripes(20));
        var evaluation = new Evaluator(network, Loss.SoftmaxCrossEntropy, Metric.Accuracy, 8) { AveragesMirrorImages = true }.Run(data);
        for (var i = 0; i < 20; i++)
        {
            var (input, target) = (new Tensor(Shape.Of(2, 6, 6, 1)), new float[1]);
            data.Read(i, 0, input.Floats[..36], target);
            for (var pixel = 0; pixel < 36; pixel++) input.Floats[36 + pixel] = input.Floats[pixel / 6 * 6 + 5 - pixel % 6];
            var outputs = network.Run(input).ToArray();
            var margin = (outputs[0] + outputs[2] - outputs[1] - outputs[3]) / 2 * (target[0] == 0 ? 1 : -1);
            Assert.Equal(Math.Log(1 + Math.Exp(-margin)), evaluation.Losses[i], 1e-4);
            Assert.Equal(margin > 0, evaluation.Answers[i] == target[0]);
        }
    }

    [Fact]
    public void WhatHasNoMirrorImageIsSaid()
    {
        var network = Network.Sequential(Shape.Of(6, 6, 1), new Convolution(2, 1));
        Assert.Equal("Mirror images are averaged for height × width × channels and one vector of outputs; the network takes 6×6×1 and gives 6×6×2.", Assert.Throws<ArgumentException>(() =>
            new Evaluator(network, new AnyLoss(), null) { AveragesMirrorImages = true }.Run(new Stripes(2))).Message);
    }

    private sealed class AnyLoss : Loss
    {
        public override string Name => "any";

        public override void Check(Shape output, Shape target)
        {
        }

        public override void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<float> gradient, Span<float> losses, Kernels.Threading.WorkerPool pool)
        {
        }
    }
}
