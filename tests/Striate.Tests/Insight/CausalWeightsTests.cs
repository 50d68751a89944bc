using Striate.Insight;

namespace Striate.Tests.Insight;

public class CausalWeightsTests
{
    [Fact]
    [Trait("Row", "2")]
    public void WeightsThatSumToOneKeepAConstant()
    {
        foreach (var weights in new[] { CausalWeights.Exponential(2.5, 1, 30), CausalWeights.Box(4), new CausalWeights([0.5, 0.3, 0.2]) })
        {
            Assert.True(weights.SumToOne && weights.AreDensity && weights.LookBackOnly && weights.FavourTheRecent);
            Assert.All(weights.Apply([.. Enumerable.Repeat(7.0, 50)]), value => Assert.Equal(7, value, 1e-9));
        }
        // Zeros before the beginning: the constant is reached when all weights are at work.
        Assert.Equal([3.5, 5.6, 7, 7], new CausalWeights([0.5, 0.3, 0.2]).Apply([7, 7, 7, 7], zerosBefore: true).Select(value => Math.Round(value, 9)));
    }

    [Fact]
    [Trait("Row", "2")]
    public void EachCheckFindsWhatItIsFor()
    {
        (bool, bool, bool, bool) Of(CausalWeights weights) => (weights.SumToOne, weights.AreDensity, weights.LookBackOnly, weights.FavourTheRecent);
        Assert.Equal((false, true, true, true), Of(new CausalWeights([0.5, 0.3])));
        Assert.Equal((true, false, true, true), Of(new CausalWeights([0.8, 0.4, -0.2])));
        Assert.Equal((true, true, false, true), Of(new CausalWeights([0.2, 0.5, 0.3], firstAge: -1)));
        Assert.Equal((true, true, true, false), Of(new CausalWeights([0.2, 0.5, 0.3])));
        // Zeros for negative ages are what the rule asks for.
        Assert.Equal((true, true, true, true), Of(new CausalWeights([0, 0, 0.6, 0.4], firstAge: -2)));
    }

    [Fact]
    [Trait("Row", "2")]
    [Trait("Row", "3")]
    public void TheAverageIsTheConvolution()
    {
        double[] x = [1, 4, 2, 8, 5], w = [0.5, 0.3, 0.2];
        var smooth = new CausalWeights(w).Apply(x, zerosBefore: true);
        for (var t = 0; t < 5; t++) Assert.Equal(Enumerable.Range(0, 5).Where(a => t - a >= 0 && t - a < 3).Sum(a => x[a] * w[t - a]), smooth[t], 1e-12);
        // What comes later does not change what was.
        Assert.Equal(smooth[..4], new CausalWeights(w).Apply([1, 4, 2, 8, 100], zerosBefore: true)[..4]);
        // Weights that look ahead see it before it happens.
        Assert.NotEqual(new CausalWeights([0.5, 0.5], -1).Apply(x)[3], new CausalWeights([0.5, 0.5], -1).Apply([1, 4, 2, 8, 100])[3]);
        // At the beginning the mean of what there is: (0.5 · 4 + 0.3 · 1) / 0.8.
        Assert.Equal(2.3 / 0.8, new CausalWeights(w).Apply(x)[1], 1e-12);
    }

    [Fact]
    [Trait("Row", "1")]
    public void TheIntegral()
    {
        // x = cos a, w = e^−a: s(t) = (cos t + sin t) / 2. A step at 0: 1 − e^−t. Constants stay.
        foreach (var t in new[] { 0, 0.7, 2.9 })
        {
            Assert.Equal((Math.Cos(t) + Math.Sin(t)) / 2, ContinuousConvolution.At(Math.Cos, age => Math.Exp(-age), t, 40), 1e-12);
            Assert.Equal(5, ContinuousConvolution.At(_ => 5, age => Math.Exp(-age), t, 40), 1e-9);
        }
        Assert.Equal(1 - Math.Exp(-3), ContinuousConvolution.At(_ => 1, age => Math.Exp(-age), 3, 3), 1e-12);
    }

    [Fact]
    [Trait("Row", "1")]
    [Trait("Row", "3")]
    public void SumsComeToTheIntegralAsStepsGetShorter()
    {
        double Error(double step)
        {
            double[] x = [.. Enumerable.Range(0, (int)(30 / step) + 1).Select(i => Math.Cos(i * step))];
            return Math.Abs(CausalWeights.Exponential(1, step, x.Length).Apply(x, zerosBefore: true)[^1] - (Math.Cos(30) + Math.Sin(30)) / 2);
        }
        var errors = new[] { 0.2, 0.1, 0.05, 0.025 }.Select(Error).ToArray();
        for (var i = 1; i < 4; i++) Assert.InRange(errors[i] / errors[i - 1], 0.4, 0.6);
    }

    [Fact]
    public void BadWeightsAreSaid()
    {
        string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
        Assert.Equal("Weights are 1 to 1048576 finite numbers.", Message(() => _ = new CausalWeights([])));
        Assert.Equal("The time of an exponential average is above 0, not 0.", Message(() => CausalWeights.Exponential(0, 1, 3)));
        Assert.Equal("The time between measurements is above 0, not -1.", Message(() => CausalWeights.Exponential(1, -1, 3)));
        Assert.Equal("Weights reach over 1 to 1048576 measurements, not 0.", Message(() => CausalWeights.Box(0)));
        Assert.Equal("A density over ages has a finite sum above 0, not 0.", Message(() => CausalWeights.OfDensity(_ => 0, 1, 3)));
        Assert.Equal("The integral reaches over an age above 0, in 1 interval or more.", Message(() => ContinuousConvolution.At(_ => 1, _ => 1, 0, 0)));
    }
}
