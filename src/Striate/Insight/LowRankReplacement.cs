namespace Striate.Insight;

/// <summary>What it would cost to replace a convolution by two.</summary>
/// <param name="Kind">Which two.</param>
/// <param name="Rank">The number of maps between them, for each input channel if depthwise.</param>
/// <param name="Error">‖W − W_r‖ / ‖W‖, the relative error of the weights.</param>
/// <param name="Weights">The weights of both, without biases.</param>
/// <param name="MultiplyAccumulates">Of both, for one example.</param>
public sealed record LowRankReplacement(Factorization Kind, int Rank, double Error, long Weights, long MultiplyAccumulates);
