namespace Striate.Training;

/// <summary><see cref="Schedule.OneCycle"/>.</summary>
internal sealed record OneCycleSchedule : Schedule
{
    private readonly double _warm;
    private readonly double _rise;
    private readonly double _fall;

    public OneCycleSchedule(double warm, double rise, double fall)
    {
        if (warm is not (>= 0 and <= 1)) throw new ArgumentException($"The share of the run that rises lies between 0 and 1; it is {warm}.");
        if (!(rise > 0 && fall > 0)) throw new ArgumentException($"The first and the last learning rate need positive divisors; they are {rise} and {fall}.");
        (_warm, _rise, _fall) = (warm, rise, fall);
    }

    public override double Factor(long step, long totalSteps)
    {
        // PyTorch's phases: the top is reached at step warm · total − 1, the end at step total − 1.
        if (totalSteps == 1) return 1;
        var top = _warm * totalSteps - 1;
        var last = totalSteps - 1;
        if (step <= top) return top <= 0 ? 1 : CosineSchedule.Between(1 / _rise, 1, step / top);
        top = Math.Max(top, 0);
        return CosineSchedule.Between(1, 1 / (_rise * _fall), last <= top ? 1 : (step - top) / (last - top));
    }

    public override string ToString() => $"one cycle, {_warm} up from 1/{_rise}, down to 1/{_rise * _fall}";
}
