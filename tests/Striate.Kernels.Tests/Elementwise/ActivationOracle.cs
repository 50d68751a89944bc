using Striate.Kernels.Elementwise;

namespace Striate.Kernels.Tests.Elementwise;

/// <summary>Activations and their derivatives in double, straight from their formulas.</summary>
internal static class ActivationOracle
{
    public static double Value(Activation activation, double slope, double x) => activation switch
    {
        Activation.Identity => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.LeakyRelu => x > 0 ? x : slope * x,
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => Logistic(x),
        Activation.Relu6 => Math.Min(Math.Max(x, 0), 6),
        Activation.Silu => x * Logistic(x),
        Activation.HardSigmoid => Math.Min(Math.Max(slope * x + 0.5, 0), 1),
        Activation.HardSwish => x * Math.Min(Math.Max(x + 3, 0), 6) / 6,
        Activation.Elu => x > 0 ? x : slope * (Math.Exp(x) - 1),
        Activation.Gelu => x * Normal(x),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        Activation.Selu => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)),
        Activation.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>activation'(x).</summary>
    public static double Derivative(Activation activation, double slope, double x) => activation switch
    {
        Activation.Identity => 1,
        Activation.Relu => x > 0 ? 1 : 0,
        Activation.LeakyRelu => x > 0 ? 1 : slope,
        Activation.Tanh => 1 - Math.Tanh(x) * Math.Tanh(x),
        Activation.Sigmoid => Logistic(x) * (1 - Logistic(x)),
        Activation.Relu6 => x > 0 && x < 6 ? 1 : 0,
        Activation.Silu => Logistic(x) + x * Logistic(x) * (1 - Logistic(x)),
        Activation.HardSigmoid => slope * x + 0.5 > 0 && slope * x + 0.5 < 1 ? slope : 0,
        Activation.HardSwish => x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5,
        Activation.Elu => x > 0 ? 1 : slope * Math.Exp(x),
        Activation.Gelu => Normal(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI),
        Activation.GeluTanh => GeluTanhSlope(x),
        Activation.Selu => 1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.Exp(x)),
        Activation.Softplus => Logistic(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>To what the rounding of the value is proportional: terms that cancel count with their magnitudes.</summary>
    public static double Magnitude(Activation activation, double slope, double x) => activation switch
    {
        Activation.HardSigmoid => Math.Abs(slope * x) + 0.5,
        Activation.HardSwish => Math.Abs(x) * (Math.Abs(x) / 6 + 0.5),
        Activation.Gelu or Activation.GeluTanh => Math.Abs(x),
        _ => Math.Abs(Value(activation, slope, x)),
    };

    /// <summary>To what the rounding of the derivative is proportional, where it comes from a rounded y: a constant, since 1 − y² and the like cancel.</summary>
    public static double DerivativeMagnitude(Activation activation, double slope, double x) =>
        activation is Activation.Silu or Activation.HardSwish or Activation.Gelu or Activation.GeluTanh ? 1 + Math.Abs(x) : 1 + Math.Abs(Derivative(activation, slope, x));

    /// <summary>Whether integers, and a slope that is a power of two, give no rounding at all.</summary>
    public static bool IsExact(Activation activation) =>
        activation is Activation.Identity or Activation.Relu or Activation.LeakyRelu or Activation.Relu6 or Activation.HardSigmoid;

    /// <summary>Φ(x) = ½ + φ(x) · (x + x³ / 3 + x⁵ / (3 · 5) + …); beyond 10 it is 0 or 1 to every digit.</summary>
    public static double Normal(double x)
    {
        if (Math.Abs(x) > 10) return x > 0 ? 1 : 0;
        double term = x, sum = x;
        for (var n = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); n += 2) sum += term *= x * x / n;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    private static double GeluTanhSlope(double x)
    {
        var t = Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
