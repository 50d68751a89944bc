namespace Striate.Training;

/// <summary>How far a run has come.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean loss of the batch.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
public readonly record struct StepReport(long Step, long TotalSteps, int Epoch, double Loss, double LearningRate);
