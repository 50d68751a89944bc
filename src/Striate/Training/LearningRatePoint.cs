namespace Striate.Training;

/// <summary>One step of a learning-rate sweep.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Loss">The mean loss of the batch, before the step.</param>
/// <param name="Smoothed">Its exponential moving average, Σ 0.9^(n−i) · loss[i] / Σ 0.9^(n−i).</param>
public readonly record struct LearningRatePoint(double Rate, double Loss, double Smoothed);
