namespace Striate.Kernels.Tests.Losses;

/// <summary>The reference is tested too: numbers that a person can check.</summary>
public class LossOracleTests
{
    [Fact]
    public void TwoRowsOfLogits()
    {
        // exp: 1, 3, 4 and 1, 1, 2: softmax 1/8, 3/8, 4/8 and 1/4, 1/4, 1/2.
        float[] logits = [0, MathF.Log(3), MathF.Log(4), 5, 5, 5 + MathF.Log(2)];
        var (losses, gradient) = LossOracle.SoftmaxCrossEntropy(logits, [1, 2], 3);
        Near([Math.Log(8 / 3.0), Math.Log(2)], losses.Value);
        Near([1 / 16.0, 3 / 16.0 - 0.5, 0.25, 0.125, 0.125, -0.25], gradient.Value);
    }

    [Fact]
    public void TwoRowsOfDifferences()
    {
        var (losses, gradient) = LossOracle.MeanSquaredError([1, 2, 3, 4], [0, 4, 3, 1], 2);
        Assert.Equal([2.5, 4.5], losses.Value);
        Assert.Equal([0.5, -1, 0, 1.5], gradient.Value);
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-7);
    }
}
