using Striate.Tensors;
using Striate.Training;

namespace Striate.Tests.Training;

public class MetricTests
{
    // Four classes, of which the last neither is nor is answered. True 0 0 0 1 1 2, answers 0 1 0 1 2 1.
    private static readonly float[] Targets = [0, 0, 0, 1, 1, 2];

    private static readonly float[] Outputs =
    [
        9, 1, 2, 0,
        2, 9, 3, 0,
        9, 2, 1, 0,
        1, 9, 2, 0,
        1, 2, 9, 0,
        3, 9, 2, 0,
    ];

    private static double Value(Metric metric, int batch = 6)
    {
        var tally = new double[metric.TallyLength(Shape.Of(4))];
        for (var start = 0; start < 6; start += batch) metric.Add(Outputs.AsSpan(4 * start, 4 * batch), Targets.AsSpan(start, batch), Shape.Of(4), tally);
        return metric.Value(tally);
    }

    // Right: 0, 2, 3 of six. Among the two largest also 1? Its scores 2 < 9, 3: third. 4: second. 5: 2 is third.
    [Theory]
    [InlineData(1, 3 / 6.0)]
    [InlineData(2, 4 / 6.0)]
    [InlineData(3, 1)]
    public void TheLargestOutputsCount(int k, double expected)
    {
        Assert.Equal(expected, Value(Metric.TopAccuracy(k)), 12);
        Assert.Equal(expected, Value(Metric.TopAccuracy(k), batch: 2), 12);
        Assert.Equal(k == 1 ? "accuracy" : $"top-{k} accuracy", Metric.TopAccuracy(k).Name);
    }

    // Precision: 2/2, 1/3, 0/1. Recall: 2/3, 1/2, 0/1. F1: 4/5, 2/5, 0.
    [Fact]
    public void ClassesAreAveraged()
    {
        Assert.Equal((1 + 1 / 3.0 + 0) / 3, Value(Metric.Precision), 12);
        Assert.Equal((2 / 3.0 + 1 / 2.0 + 0) / 3, Value(Metric.Recall, batch: 3), 12);
        Assert.Equal((4 / 5.0 + 2 / 5.0 + 0) / 3, Value(Metric.F1, batch: 1), 12);
        Assert.Equal(["precision", "recall", "f1"], new[] { Metric.Precision, Metric.Recall, Metric.F1 }.Select(metric => metric.Name));
    }

    [Fact]
    public void AnEvaluationTellsTheSame()
    {
        var evaluation = new Evaluation(6, 1, null, [[2, 1, 0, 0], [0, 1, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]], new float[6], [0, 1, 0, 1, 2, 1]) { Labels = [0, 0, 0, 1, 1, 2], Ranks = [0, 2, 0, 0, 1, 2] };
        Assert.Equal(Value(Metric.Precision), evaluation.MacroPrecision, 12);
        Assert.Equal(Value(Metric.Recall), evaluation.MacroRecall, 12);
        Assert.Equal(Value(Metric.F1), evaluation.MacroF1, 12);
        Assert.Equal((0.5, 4 / 6.0, 1.0), (evaluation.TopAccuracy(1), evaluation.TopAccuracy(2), evaluation.TopAccuracy(3)));
        var nothing = new Evaluation(1, 1, null, [], [1], []);
        Assert.Equal((0, 0, 0, 0), (nothing.MacroF1, nothing.MacroPrecision, nothing.MacroRecall, nothing.TopAccuracy(5)));
    }

    [Fact]
    public void AnEvaluatorRanks()
    {
        var network = Stripes.Network();
        var evaluation = new Evaluator(network, Loss.SoftmaxCrossEntropy, Metric.TopAccuracy(1), 8).Run(new Stripes(20));
        Assert.Equal(evaluation.Metric!.Value, evaluation.TopAccuracy(1));
        Assert.Equal(1, evaluation.TopAccuracy(2));
        Assert.Equal(evaluation.MacroF1, new Evaluator(network, Loss.SoftmaxCrossEntropy, Metric.F1, 7).Run(new Stripes(20)).Metric!.Value, 12);
    }

    // Of equal outputs the first is the larger one, as for the answer; what is no number is never among the largest.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void TiesGoToTheFirst(int target, double expected)
    {
        var tally = new double[2];
        Metric.Accuracy.Add([3, 3], [target], Shape.Of(2), tally);
        Assert.Equal(expected, Metric.Accuracy.Value(tally));
        Metric.Accuracy.Add([float.NaN, 1], [0], Shape.Of(2), tally);
        Assert.Equal([expected, 2], tally);
    }

    [Fact]
    public void NoOutputAtAllIsRefused() =>
        Assert.Equal("The largest outputs that count are 1 or more, not 0.", Assert.Throws<ArgumentException>(() => Metric.TopAccuracy(0)).Message);
}
