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
}
