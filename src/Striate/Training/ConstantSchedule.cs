namespace Striate.Training;

/// <summary><see cref="Schedule.Constant"/>.</summary>
internal sealed record ConstantSchedule : Schedule
{
    public override double Factor(long step, long totalSteps) => 1;

    public override string ToString() => "constant";
}
