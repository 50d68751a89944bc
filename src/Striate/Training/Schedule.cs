namespace Striate.Training;

/// <summary>How the learning rate moves: a factor of the optimiser's learning rate as a pure function of the step and the number of steps of the run.</summary>
/// <remarks>Schedules of your own derive from this record and give <see cref="Factor"/>.</remarks>
/// <example><code>
/// var options = new TrainingOptions { Schedule = Schedule.Cosine().WithWarmup(500) };
/// </code></example>
public abstract record Schedule
{
    /// <summary>The optimiser's learning rate throughout.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>The factor for a step.</summary>
    /// <param name="step">From 0 to <paramref name="totalSteps"/> − 1.</param>
    /// <param name="totalSteps">The number of steps of the whole run.</param>
    public abstract double Factor(long step, long totalSteps);

    /// <summary>Multiplies by <paramref name="decay"/> each time a share of the run is over; by default after half and after three quarters (He et al. 2015, section 4.2).</summary>
    /// <param name="decay">The factor of every drop.</param>
    /// <param name="milestones">Shares of the run between 0 and 1; none for ½ and ¾.</param>
    public static Schedule Step(double decay = 0.1, params ReadOnlySpan<double> milestones) =>
        new StepSchedule(decay, milestones.Length == 0 ? [0.5, 0.75] : [.. milestones]);

    /// <summary>Falls along half a cosine: f + (1 − f) · (1 + cos(π · step / total)) / 2 (Loshchilov &amp; Hutter 2017, equation 5).</summary>
    /// <param name="final">f: the factor at the end.</param>
    public static Schedule Cosine(double final = 0) => new CosineSchedule(final);

    /// <summary>Rises along half a cosine from 1 / <paramref name="rise"/> to 1, then falls to 1 / (rise · fall) (Smith &amp; Topin 2018), with PyTorch's defaults and formulas.</summary>
    /// <param name="warm">The share of the run that rises.</param>
    /// <param name="rise">How many times smaller than the optimiser's learning rate the first one is.</param>
    /// <param name="fall">How many times smaller than the first learning rate the last one is.</param>
    /// <remarks>The optimiser's learning rate is the largest of the run; momentum stays as it is.</remarks>
    public static Schedule OneCycle(double warm = 0.3, double rise = 25, double fall = 1e4) => new OneCycleSchedule(warm, rise, fall);

    /// <summary>Linear warm-up, factor (step + 1) / steps, and then this schedule over the steps that are left.</summary>
    /// <param name="steps">The number of steps that rise; 0 for none.</param>
    /// <exception cref="ArgumentException">There are fewer than 0.</exception>
    public Schedule WithWarmup(long steps)
    {
        if (steps < 0) throw new ArgumentException($"A warm-up takes 0 steps or more, not {steps}.");
        return steps == 0 ? this : new WarmupSchedule(steps, this);
    }
}
