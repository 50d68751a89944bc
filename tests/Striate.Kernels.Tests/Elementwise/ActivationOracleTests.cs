using Striate.Kernels.Elementwise;

namespace Striate.Kernels.Tests.Elementwise;

/// <summary>The reference is tested too: numbers that a person can check.</summary>
public class ActivationOracleTests
{
    public static TheoryData<Activation> Kinds => [.. Enum.GetValues<Activation>()];

    [Fact]
    public void Values()
    {
        Assert.Equal([-4, -1, 0, 1, 8], At(Activation.Identity));
        Assert.Equal([0, 0, 0, 1, 8], At(Activation.Relu));
        Assert.Equal([-1, -0.25, 0, 1, 8], At(Activation.LeakyRelu));
        Assert.Equal([0, 0, 0, 1, 6], At(Activation.Relu6));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], At(Activation.HardSigmoid));
        Assert.Equal([0, -1 / 3.0, 0, 2 / 3.0, 8], At(Activation.HardSwish));
        // exp(ln 2) = 2: tanh(ln 2) = (2 − ½) / (2 + ½), the logistic function (of ln 3) 3/4, exp(−ln 2) − 1 = −½.
        Assert.Equal(0.6, ActivationOracle.Value(Activation.Tanh, 0, Math.Log(2)), 1e-15);
        Assert.Equal(0.75, ActivationOracle.Value(Activation.Sigmoid, 0, Math.Log(3)), 1e-15);
        Assert.Equal(0.75 * Math.Log(3), ActivationOracle.Value(Activation.Silu, 0, Math.Log(3)), 1e-15);
        Assert.Equal(-0.125, ActivationOracle.Value(Activation.Elu, 0.25, -Math.Log(2)), 1e-15);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DerivativesAreDifferenceQuotients(Activation activation)
    {
        const double Delta = 1e-6;
        foreach (var x in new[] { -7, -2.5, -1.5, -0.2, 0.3, 1.5, 2.5, 7 })
        {
            var quotient = (ActivationOracle.Value(activation, 0.25, x + Delta) - ActivationOracle.Value(activation, 0.25, x - Delta)) / (2 * Delta);
            Assert.Equal(quotient, ActivationOracle.Derivative(activation, 0.25, x), 1e-8);
        }
    }

    private static double[] At(Activation activation) => [.. new double[] { -4, -1, 0, 1, 8 }.Select(x => ActivationOracle.Value(activation, 0.25, x))];
}
