namespace Striate.Insight;

/// <summary>s(t) = ∫ x(a) · w(t − a) da by quadrature (Goodfellow, Bengio, Courville 2016, equation 9.1).</summary>
/// <example><code>
/// var s = ContinuousConvolution.At(x: Math.Cos, w: age => Math.Exp(-age), t: 1.5, oldest: 40);
/// </code></example>
public static class ContinuousConvolution
{
    // Nodes and weights of Gauss and Legendre's rule of five points on −1…1: exact for polynomials of degree 9.
    private static readonly double[] Nodes = [0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640];
    private static readonly double[] Shares = [0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891];

    /// <summary>The convolution at one time.</summary>
    /// <param name="x">The signal.</param>
    /// <param name="w">The weight of an age t − a; ages below zero are not asked for.</param>
    /// <param name="t">The time.</param>
    /// <param name="oldest">The age at which the integral ends; weights beyond it are taken as zero.</param>
    /// <param name="pieces">Intervals, each with five points.</param>
    public static double At(Func<double, double> x, Func<double, double> w, double t, double oldest, int pieces = 256)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(w);
        if (!(oldest > 0 && double.IsFinite(oldest)) || pieces < 1) throw new ArgumentException("The integral reaches over an age above 0, in 1 interval or more.");
        var (sum, half) = (0.0, oldest / pieces / 2);
        for (var piece = 0; piece < pieces; piece++)
        {
            var middle = (2 * piece + 1) * half;
            for (var i = 0; i < Nodes.Length; i++)
            {
                var age = middle + half * Nodes[i];
                sum += Shares[i] * half * x(t - age) * w(age);
            }
        }
        return sum;
    }
}
