using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

/// <summary>The errors of the functions built on one exponential, in units in the last place of the exact value: docs/numerics.md states these bounds.</summary>
public class ExponentialTests
{
    [Theory]
    [InlineData(Activation.Sigmoid, 2.5)]
    [InlineData(Activation.Tanh, 3)]
    [InlineData(Activation.Silu, 3)]
    [InlineData(Activation.Elu, 1)]
    public void ErrorInUlps(Activation activation, double bound)
    {
        var x = Points();
        var y = new float[x.Length];
        Activations.Forward(activation, 1, x, y, WorkerPool.Of(1));
        double worst = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var exact = Exact(activation, x[i]);
            // Below the smallest normal float the result may be 0.
            if (Math.Abs(exact) < 1.2e-36) continue;
            worst = Math.Max(worst, Math.Abs(y[i] - exact) / Ulp(exact));
        }
        Assert.True(worst <= bound, $"{activation} errs by {worst} units in the last place");
    }

    [Fact]
    public void Limits()
    {
        float[] x = [float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.NaN];
        Assert.Equal([1, 0, 1, 0, float.NaN], Of(Activation.Sigmoid, x));
        Assert.Equal([1, -1, 1, -1, float.NaN], Of(Activation.Tanh, x));
        Assert.Equal([float.PositiveInfinity, -1, float.MaxValue, -1, float.NaN], Of(Activation.Elu, x));
        Assert.Equal([float.MaxValue, 0, float.NaN], Of(Activation.Silu, x[2..]));
    }

    private static float[] Of(Activation activation, float[] x)
    {
        var y = new float[x.Length];
        Activations.Forward(activation, 1, x, y, WorkerPool.Of(1));
        return y;
    }

    private static double Exact(Activation activation, double x) => activation switch
    {
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        // expm1: for small x the series, where the difference would cancel.
        _ => x > 0 ? x : Math.Abs(x) < 1e-3 ? x + x * x / 2 + x * x * x / 6 + x * x * x * x / 24 : Math.Exp(x) - 1,
    };

    private static double Ulp(double exact) => MathF.BitIncrement((float)Math.Abs(exact)) - (float)Math.Abs(exact);

    // Every magnitude from 1e-30 to the end of the range, and a fine grid where the functions bend.
    private static float[] Points() =>
        [.. Enumerable.Range(0, 40_000).Select(i => (float)Math.Pow(10, -30 + i * (32.0 / 40_000))).SelectMany(x => new[] { x, -x }).Where(x => Math.Abs(x) < 86),
         .. Enumerable.Range(0, 200_000).Select(i => (i - 100_000) * 2e-4f)];
}
