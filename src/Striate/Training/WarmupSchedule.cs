namespace Striate.Training;

/// <summary><see cref="Schedule.WithWarmup"/>.</summary>
internal sealed record WarmupSchedule(long Steps, Schedule Then) : Schedule
{
    // A run that is no longer than its warm-up never reaches what would follow.
    public override double Factor(long step, long totalSteps) =>
        step < Steps ? (step + 1.0) / Steps : Then.Factor(step - Steps, Math.Max(totalSteps - Steps, 1));

    public override string ToString() => $"{Steps} steps of warm-up, then {Then}";
}
