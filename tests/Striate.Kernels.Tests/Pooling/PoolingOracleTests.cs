using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;

namespace Striate.Kernels.Tests.Pooling;

/// <summary>The reference is tested too: numbers that a person can check.</summary>
public class PoolingOracleTests
{
    private static readonly float[] Nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly PoolingShape TwoByTwo = new(1, 1, WindowAxis.Unit, new WindowAxis(3, 2), new WindowAxis(3, 2));

    // Two windows over 1 2 3, padded by one zero before: (· 1) and (2 3).
    private static readonly PoolingShape Padded = new(1, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(3, 2, 2, 1, 1, 0));

    [Fact]
    public void Averages()
    {
        Assert.Equal([2, 3, 5, 6], PoolingOracle.Average(TwoByTwo, false, Nine).Value);
        Assert.Equal([1, 2.5], PoolingOracle.Average(Padded, false, [1, 2, 3]).Value);
        Assert.Equal([0.5, 2.5], PoolingOracle.Average(Padded, true, [1, 2, 3]).Value);
    }

    [Fact]
    public void GradientsOfAverages()
    {
        // The middle of the nine lies in all four windows, a corner in one.
        Assert.Equal([1, 3, 2, 4, 10, 6, 3, 7, 4], PoolingOracle.AverageBackward(TwoByTwo, false, [4, 8, 12, 16], new float[9]).Value);
        Assert.Equal([14, 24, 34], PoolingOracle.AverageBackward(Padded, false, [4, 8], [10, 20, 30]).Value);
        Assert.Equal([12, 24, 34], PoolingOracle.AverageBackward(Padded, true, [4, 8], [10, 20, 30]).Value);
    }

    [Fact]
    public void Maxima()
    {
        Assert.Equal([4, 5, 7, 8], PoolingOracle.Maximum(TwoByTwo, Nine).Value);
        Assert.Equal([-5, -1], PoolingOracle.Maximum(Padded, [-5, -2, -1]).Value);
    }

    [Fact]
    public void GradientsOfMaximaGoToTheFirstOfEquals()
    {
        Assert.Equal([0, 0, 0, 0, 1, 2, 0, 3, 4], PoolingOracle.MaximumBackward(TwoByTwo, Nine, [1, 2, 3, 4], new float[9]).Value);
        Assert.Equal([1, 2, 0, 3, 4, 0, 0, 0, 0], PoolingOracle.MaximumBackward(TwoByTwo, new float[9], [1, 2, 3, 4], new float[9]).Value);
        Assert.Equal([1, 2, 0], PoolingOracle.MaximumBackward(Padded, [7, float.NaN, float.NaN], [1, 2], new float[3]).Value);
    }

    // Two planes of 2 × 2, a window of 2 × 1 × 2 dilated by nothing: 0 1 4 5 and 2 3 6 7.
    [Fact]
    public void ThreeAxes() => Assert.Equal([2.5, 4.5],
        PoolingOracle.Average(new PoolingShape(1, 1, new WindowAxis(2, 2), new WindowAxis(2, 1), new WindowAxis(2, 2)), false, [0, 1, 2, 3, 4, 5, 6, 7]).Value);

    [Fact]
    public void TapsTwoApart() => Assert.Equal([1, 2], PoolingOracle.Average(new PoolingShape(1, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(4, 2, 1, 2)), false, [0, 1, 2, 3]).Value);

    // (1 2 3), and (3 0 ·): of a window that hangs over, the input and the padding count, what lies beyond does not.
    [Fact]
    public void ALastWindowMayHangOver()
    {
        var shape = new PoolingShape(1, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(3, 3, 2, PaddingHigh: 1, Overhang: 1));
        Assert.Equal([2, 1.5], PoolingOracle.Average(shape, true, [1, 2, 3]).Value);
        Assert.Equal([2, 3], PoolingOracle.Average(shape, false, [1, 2, 3]).Value);
        Assert.Equal([2, 2, 5], PoolingOracle.AverageBackward(shape, true, [6, 6], new float[3]).Value);
    }
}
