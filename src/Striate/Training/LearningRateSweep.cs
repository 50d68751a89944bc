namespace Striate.Training;

/// <summary>What <see cref="Trainer.FindLearningRate"/> saw: a loss for each learning rate of a short run in which the rate grows from step to step.</summary>
/// <param name="Points">A point a step, rates growing by the same factor.</param>
public sealed record LearningRateSweep(IReadOnlyList<LearningRatePoint> Points)
{
    /// <summary>The point of the lowest smoothed loss.</summary>
    public LearningRatePoint Lowest => Points.MinBy(point => point.Smoothed);

    /// <summary>A tenth of the rate of the lowest smoothed loss: large enough to learn fast, and well below where training comes apart.</summary>
    public double Suggested => Lowest.Rate / 10;
}
