namespace Striate.Kernels.Tests.Optimization;

/// <summary>The reference is tested too: numbers that a person can check.</summary>
public class UpdateOracleTests
{
    [Fact]
    public void GradientDescent()
    {
        // g = 3 + ½ · 4 = 5, v = ½ · 2 + 5 = 6, w = 4 − ¼ · 6.
        Assert.Equal(new(2.5, 6, 0), UpdateOracle.Sgd(new(4, 2, 0), 3, 0.25, 0.5, false, 0.5));
        // w = 4 − ¼ · (5 + ½ · 6).
        Assert.Equal(new(2, 6, 0), UpdateOracle.Sgd(new(4, 2, 0), 3, 0.25, 0.5, true, 0.5));
    }

    [Fact]
    public void RootMeanSquare()
    {
        // g = 1 + ¼ · 4 = 2, v = ¾ · 4 + ¼ · 4 = 4, b = ½ · 6 + 2 / (2 + 2) = 3.5, w = 4 − 2 · 3.5.
        Assert.Equal(new(-3, 4, 3.5), UpdateOracle.RmsProp(new(4, 4, 6), 1, 2, 0.75, 2, 0.5, 0.25));
    }

    [Fact]
    public void AdaptiveMoments()
    {
        // g = 2 + ½ · 4 = 4, m = ½ · 0 + ½ · 4 = 2, v = ¾ · 0 + ¼ · 16 = 4; corrected 4 and 16: w = 4 − 3 · 4 / (4 + 2).
        Assert.Equal(new(2, 2, 4), UpdateOracle.Adam(new(4, 0, 0), 2, 3, 0.5, 0.75, 2, 0.5, false, 1));
        // Decoupled: w = 4 − 3 · ⅓ · 4 = 0 first; g = 4.
        Assert.Equal(new(-2, 2, 4), UpdateOracle.Adam(new(4, 0, 0), 4, 3, 0.5, 0.75, 2, 1 / 3.0, true, 1));
        // Step 2: m = ½ · 3 + ½ · 3 = 3, corrected by 3/4 to 4; v = ¾ · 4 + ¼ · 9 · … stays exact: 3 + 2.25, corrected by 7/16 to 12.
        Assert.Equal(new(0.5 - 4 / (Math.Sqrt(12) + 1), 3, 5.25), UpdateOracle.Adam(new(0.5, 3, 4), 3, 1, 0.5, 0.75, 1, 0, false, 2));
    }
}
