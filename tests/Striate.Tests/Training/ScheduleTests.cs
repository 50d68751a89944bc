using Striate.Training;

namespace Striate.Tests.Training;

public class ScheduleTests
{
    private static double[] Factors(Schedule schedule, int total) => [.. Enumerable.Range(0, total).Select(step => Math.Round(schedule.Factor(step, total), 7))];

    [Fact]
    public void ConstantStays() => Assert.Equal([1, 1, 1], Factors(Schedule.Constant, 3));

    [Fact]
    public void StepsFallAfterHalfAndThreeQuarters() => Assert.Equal([1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01], Factors(Schedule.Step(), 8));

    [Fact]
    public void StepsFallAtTheirMilestones() => Assert.Equal([1, 0.5, 0.5, 0.5], Factors(Schedule.Step(0.5, 0.25), 4));

    // torch.optim.lr_scheduler.CosineAnnealingLR(SGD([w], 1.0), 10)
    [Fact]
    public void CosineIsPyTorchs() =>
        Assert.Equal([1, 0.9755283, 0.9045085, 0.7938926, 0.6545085, 0.5, 0.3454915, 0.2061074, 0.0954915, 0.0244717], Factors(Schedule.Cosine(), 10));

    [Fact]
    public void CosineEndsAtItsFinalFactor() => Assert.Equal(0.2, Schedule.Cosine(0.2).Factor(10, 10), 12);

    // torch.optim.lr_scheduler.OneCycleLR(SGD([w], 1.0), 1.0, total_steps=10)
    [Fact]
    public void OneCycleIsPyTorchs() =>
        Assert.Equal([0.04, 0.52, 1, 0.9504846, 0.8117457, 0.611262, 0.388742, 0.1882583, 0.0495194, 0.000004], Factors(Schedule.OneCycle(), 10));

    [Fact]
    public void OneCycleSurvivesShortRuns()
    {
        Assert.Equal([1], Factors(Schedule.OneCycle(), 1));
        Assert.All(Factors(Schedule.OneCycle(), 2), factor => Assert.InRange(factor, 0, 1));
    }

    [Fact]
    public void WarmupRisesAndThenTheScheduleBegins() => Assert.Equal([0.25, 0.5, 0.75, 1, 1, 0.5], Factors(Schedule.Cosine().WithWarmup(4), 6));

    [Fact]
    public void WarmupOfNoStepsIsTheScheduleItself() => Assert.Same(Schedule.Constant, Schedule.Constant.WithWarmup(0));

    [Fact]
    public void SettingsAreChecked()
    {
        Assert.Equal("A milestone is a share of the run between 0 and 1, not 2.", Assert.Throws<ArgumentException>(() => Schedule.Step(0.1, 2)).Message);
        Assert.Equal("The share of the run that rises lies between 0 and 1; it is 2.", Assert.Throws<ArgumentException>(() => Schedule.OneCycle(2)).Message);
        Assert.Equal("The first and the last learning rate need positive divisors; they are 0 and 1.", Assert.Throws<ArgumentException>(() => Schedule.OneCycle(0.3, 0, 1)).Message);
    }
}
