namespace Striate.Training;

/// <summary>What one epoch of training came to: a row of <c>metrics.csv</c>.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">The number of training steps done when the epoch ended.</param>
/// <param name="Loss">The mean loss over the epoch's training examples, each as the network was when it saw them.</param>
/// <param name="Accuracy">The metric over the same examples (for classes the share that was right); null without a metric.</param>
/// <param name="ValidationLoss">The mean loss over the validation examples after the epoch; null without validation data.</param>
/// <param name="ValidationAccuracy">The metric over the validation examples; null without them or without a metric.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Seconds">How long the epoch took, validation included.</param>
public sealed record EpochRecord(
    int Epoch, long Step, double Loss, double? Accuracy, double? ValidationLoss, double? ValidationAccuracy, double LearningRate, double Seconds);
