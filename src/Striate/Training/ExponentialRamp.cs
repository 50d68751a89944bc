namespace Striate.Training;

/// <summary>Grows from 1 to a factor by the same ratio a step, over a number of steps whatever the run's.</summary>
internal sealed record ExponentialRamp(double Most, int Steps) : Schedule
{
    public override double Factor(long step, long totalSteps) => Math.Pow(Most, Math.Min(step, Steps - 1) / (double)(Steps - 1));
}
