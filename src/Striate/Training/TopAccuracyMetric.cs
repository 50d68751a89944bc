using Striate.Tensors;

namespace Striate.Training;

/// <summary><see cref="Metric.TopAccuracy"/>: right answers, and answers.</summary>
internal sealed class TopAccuracyMetric(int k) : Metric
{
    public override string Name => k == 1 ? "accuracy" : $"top-{k} accuracy";

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Shape output, Span<double> tally)
    {
        var classes = output.Channels;
        var rows = outputs.Length / classes;
        var isSoft = ClassTargets.AreProbabilities(targets, rows, classes);
        for (var row = 0; row < rows; row++)
        {
            var scores = outputs.Slice(row * classes, classes);
            if (Rank(scores, ClassTargets.Class(targets, row, classes, isSoft)) < k) tally[0]++;
        }
        tally[1] += rows;
    }

    /// <summary>How many outputs are larger than one of them, or as large and before it.</summary>
    public static int Rank(ReadOnlySpan<float> scores, int index)
    {
        var (rank, own) = (0, scores[index]);
        for (var c = 0; c < scores.Length; c++)
            if (scores[c] > own || scores[c] == own && c < index) rank++;
        // A score that is no number is never among the largest.
        return float.IsNaN(own) ? scores.Length : rank;
    }
}
