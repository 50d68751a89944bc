namespace Striate.Training;

/// <summary>How a network does on a data set.</summary>
/// <param name="Count">The number of examples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metric">The metric over all examples; null without one.</param>
/// <param name="Confusion">Examples by [true class, answer]; empty if targets are not one class an example.</param>
/// <param name="Losses">The loss of each example.</param>
/// <param name="Answers">The answer for each example; empty if targets are not one class an example.</param>
public sealed record Evaluation(int Count, double Loss, double? Metric, int[][] Confusion, float[] Losses, int[] Answers)
{
    /// <summary>The true class of each example; empty if targets are not one class an example.</summary>
    public int[] Labels { get; init; } = [];

    /// <summary>How each class does; empty if targets are not one class an example.</summary>
    public IReadOnlyList<ClassScore> Classes => [.. Confusion.Select((row, label) => new ClassScore(row.Sum(), Confusion.Sum(other => other[label]), row[label]))];

    /// <summary>The examples that were answered wrongly, the largest loss first; equal losses in the data's order.</summary>
    /// <param name="count">The most that are asked for.</param>
    public IReadOnlyList<int> WorstMistakes(int count) =>
        [.. Enumerable.Range(0, Labels.Length).Where(example => Answers[example] != Labels[example]).OrderByDescending(example => Losses[example]).Take(count)];
}
