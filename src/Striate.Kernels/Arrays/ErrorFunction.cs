namespace Striate.Kernels.Arrays;

/// <summary>The error function to the digits of a float.</summary>
internal static class ErrorFunction
{
    // p(t) of erfcc, Press, Teukolsky, Vetterling, Flannery, Numerical Recipes: erfc(x) = t · exp(−x² + p(t)) with t = 1 / (1 + x / 2), a relative error below 1.2e-7.
    private static ReadOnlySpan<double> Polynomial => [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];

    public static double Of(double x)
    {
        var size = Math.Abs(x);
        if (size < 0.5)
        {
            // Maclaurin: 1, −1/3, 1/10, −1/42 …; the next term is below 1e-11.
            var square = x * x;
            return 2 / Math.Sqrt(Math.PI) * x * (1 + square * (-1 / 3.0 + square * (1 / 10.0 + square * (-1 / 42.0 + square * (1 / 216.0 + square * (-1 / 1320.0 + square * (1 / 9360.0 - square / 75600)))))));
        }
        var t = 1 / (1 + size / 2);
        var sum = 0.0;
        foreach (var factor in Polynomial) sum = sum * t + factor;
        return Math.CopySign(1 - t * Math.Exp(sum - size * size), x);
    }
}
