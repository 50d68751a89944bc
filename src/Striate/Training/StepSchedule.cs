using System.Collections.Immutable;

namespace Striate.Training;

/// <summary><see cref="Schedule.Step"/>.</summary>
internal sealed record StepSchedule : Schedule
{
    private readonly double _decay;
    private readonly ImmutableArray<double> _milestones;

    public StepSchedule(double decay, ImmutableArray<double> milestones)
    {
        foreach (var milestone in milestones)
            if (milestone is not (> 0 and < 1)) throw new ArgumentException($"A milestone is a share of the run between 0 and 1, not {milestone}.");
        (_decay, _milestones) = (decay, milestones);
    }

    public override double Factor(long step, long totalSteps)
    {
        var factor = 1.0;
        foreach (var milestone in _milestones)
            if (step >= milestone * totalSteps) factor *= _decay;
        return factor;
    }

    public bool Equals(StepSchedule? other) => other is not null && _decay.Equals(other._decay) && _milestones.AsSpan().SequenceEqual(other._milestones.AsSpan());

    public override int GetHashCode() => HashCode.Combine(_decay, _milestones.Length);

    public override string ToString() => $"step {_decay} at {string.Join(' ', _milestones)}";
}
