namespace Striate.Training;

/// <summary>How a network does on a data set.</summary>
/// <param name="Count">The number of examples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metric">The metric over all examples; null without one.</param>
/// <param name="Confusion">Examples by [true class, answer]; empty if targets are not one class an example.</param>
/// <param name="Losses">The loss of each example.</param>
/// <param name="Answers">The answer for each example; empty if targets are not one class an example.</param>
public sealed record Evaluation(int Count, double Loss, double? Metric, int[][] Confusion, float[] Losses, int[] Answers);
