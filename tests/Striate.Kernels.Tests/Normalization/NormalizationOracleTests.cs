using Striate.Kernels.Elementwise;

namespace Striate.Kernels.Tests.Normalization;

/// <summary>The reference is tested too: numbers that a person can check.</summary>
public class NormalizationOracleTests
{
    // Two channels: 1 3 5 7, of mean 4 and variance 5, and 2 2 2 2.
    private static readonly float[] TwoChannels = [1, 2, 3, 2, 5, 2, 7, 2];

    [Fact]
    public void StatisticsOfTwoChannels()
    {
        var (mean, variance) = NormalizationOracle.Statistics(TwoChannels, 2);
        Assert.Equal([4, 2], mean.Value);
        Assert.Equal([5, 0], variance.Value);
    }

    [Fact]
    public void NormalizedByHand()
    {
        // (x − 4) / 2 · 3 + 1 in the first channel, (x − 1) · 1 · 5 − 2 in the second.
        var problem = new NormalizationProblem(2, Activation.Identity, 0, TwoChannels, [4, 1], [0.5f, 1], [3, 5], [1, -2]);
        Assert.Equal([-3.5, 3, -0.5, 3, 2.5, 3, 5.5, 3], NormalizationOracle.Normalize(problem).Value);
        Assert.Equal([0, 3, 0, 3, 2.5, 3, 5.5, 3], NormalizationOracle.Normalize(problem with { Activation = Activation.Relu }).Value);
        Assert.Equal([0, 4, 0.5, 3, 0, 3, 5.5, 0], NormalizationOracle.Normalize(problem with { Activation = Activation.Relu, Addend = [0, 1, 1, 0, -9, 0, 0, -9] }).Value);
    }

    [Fact]
    public void GradientsByHand()
    {
        // x̂ = −1, 1; g = 3, 5: dβ = 8, dγ = 2, dx = 2 · 1 · (g − 4 − x̂).
        var problem = new NormalizationProblem(1, Activation.Identity, 0, [1, 3], [2], [1], [2], [0]) { Dy = [3, 5] };
        var (dx, g, gamma, beta) = NormalizationOracle.Backward(problem);
        Assert.Equal([8], beta.Value);
        Assert.Equal([2], gamma.Value);
        Assert.Equal([0, 0], dx.Value);
        Assert.Equal([3, 5], g.Value);
        // y = −2, 2 behind a ReLU: only the second passes. g = 0, 5: dβ = 5, dγ = 5, dx = 2 · (g − 2.5 − 2.5 x̂).
        (dx, g, gamma, beta) = NormalizationOracle.Backward(problem with { Activation = Activation.Relu });
        Assert.Equal([5], beta.Value);
        Assert.Equal([5], gamma.Value);
        Assert.Equal([0, 0], dx.Value);
        Assert.Equal([0, 5], g.Value);
    }

    // dx against the difference quotient of Σ dy · y, with mean and deviation of x itself.
    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.HardSwish)]
    public void GradientsAreDifferenceQuotients(Activation activation)
    {
        var (x, dy) = (Numbers.Draw(7, 1, false), Numbers.Draw(7, 2, false));
        double Loss(float[] at)
        {
            var (mean, variance) = NormalizationOracle.Statistics(at, 1);
            var problem = new NormalizationProblem(1, activation, 0, at, [(float)mean.Value[0]], [(float)(1 / Math.Sqrt(variance.Value[0]))], [1.5f], [0.25f]);
            return NormalizationOracle.Normalize(problem).Value.Select((y, i) => y * dy[i]).Sum();
        }
        var (ownMean, ownVariance) = NormalizationOracle.Statistics(x, 1);
        var own = new NormalizationProblem(1, activation, 0, x, [(float)ownMean.Value[0]], [(float)(1 / Math.Sqrt(ownVariance.Value[0]))], [1.5f], [0.25f]) { Dy = dy };
        var dx = NormalizationOracle.Backward(own).X.Value;
        for (var i = 0; i < x.Length; i++)
        {
            float At(float delta) => x[i] + delta;
            double LossAt(float delta) => Loss([.. x.Select((value, j) => j == i ? At(delta) : value)]);
            const float Delta = 1e-2f;
            Assert.Equal((LossAt(Delta) - LossAt(-Delta)) / ((double)At(Delta) - At(-Delta)), dx[i], 5e-3);
        }
    }
}
