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

    /// <summary>How many outputs are larger than that of the true class, for each example; empty if targets are not one class an example.</summary>
    public int[] Ranks { get; init; } = [];

    /// <summary>The share of examples whose class is among the k largest outputs; 0 if targets are not one class an example.</summary>
    /// <param name="k">1 or more.</param>
    public double TopAccuracy(int k) => Ranks.Length == 0 ? 0 : Ranks.Count(rank => rank < k) / (double)Ranks.Length;

    /// <summary>The mean precision of all classes that occur; 0 if targets are not one class an example.</summary>
    public double MacroPrecision => Mean(score => score.Precision);

    /// <summary>The mean recall of all classes that occur; 0 if targets are not one class an example.</summary>
    public double MacroRecall => Mean(score => score.Recall);

    /// <summary>The mean F1 of all classes that occur; 0 if targets are not one class an example.</summary>
    public double MacroF1 => Mean(score => score.F1);

    /// <summary>How each class does; empty if targets are not one class an example.</summary>
    public IReadOnlyList<ClassScore> Classes => [.. Confusion.Select((row, label) => new ClassScore(row.Sum(), Confusion.Sum(other => other[label]), row[label]))];

    private double Mean(Func<ClassScore, double> of) => Classes.Where(score => score.Occurs).Select(of).DefaultIfEmpty().Average();

    /// <summary>The examples that were answered wrongly, the largest loss first; equal losses in the data's order.</summary>
    /// <param name="count">The most that are asked for.</param>
    public IReadOnlyList<int> WorstMistakes(int count) =>
        [.. Enumerable.Range(0, Labels.Length).Where(example => Answers[example] != Labels[example]).OrderByDescending(example => Losses[example]).Take(count)];
}
