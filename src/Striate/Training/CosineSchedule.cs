namespace Striate.Training;

/// <summary><see cref="Schedule.Cosine"/>.</summary>
internal sealed record CosineSchedule(double Final) : Schedule
{
    public override double Factor(long step, long totalSteps) => Between(1, Final, (double)step / totalSteps);

    /// <summary>From one value to another along half a cosine.</summary>
    internal static double Between(double from, double to, double share) => to + (from - to) * (1 + Math.Cos(Math.PI * share)) / 2;

    public override string ToString() => $"cosine to {Final}";
}
