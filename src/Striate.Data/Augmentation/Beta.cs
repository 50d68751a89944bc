using Striate.Kernels.Random;

namespace Striate.Data.Augmentation;

/// <summary>Random numbers of beta distributions.</summary>
internal static class Beta
{
    /// <summary>A number from 0 to 1 with density ∝ (x (1 − x))^(α − 1): the share of one of two numbers of a gamma distribution in their sum.</summary>
    public static float Symmetric(float alpha, PhiloxStream random)
    {
        var next = 0UL;
        var (first, second) = (LogGamma(alpha, random, ref next), LogGamma(alpha, random, ref next));
        return (float)(1 / (1 + Math.Exp(second - first)));
    }

    // Marsaglia, Tsang 2000, for α ≥ 1; for others Γ(α) = Γ(α + 1) · U^(1 / α), whose logarithm does not vanish where α is small.
    private static double LogGamma(double alpha, PhiloxStream random, ref ulong next)
    {
        var boost = 0.0;
        if (alpha < 1)
        {
            boost = Math.Log((random.Bits(next++) + 1.0) / 4294967296.0) / alpha;
            alpha++;
        }
        var d = alpha - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            // A normal number takes two words of a block; four are skipped, so that it shares none with its neighbours.
            next = (next + 3) & ~3UL;
            double x = random.Normal(next / 2), v = 1 + c * x;
            var u = (random.Bits(next + 2) + 1.0) / 4294967296.0;
            next += 4;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(u) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return Math.Log(d * v) + boost;
        }
    }
}
