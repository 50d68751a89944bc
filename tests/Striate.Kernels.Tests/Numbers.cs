namespace Striate.Kernels.Tests;

/// <summary>Inputs of tests: integers in −8…8, on which sums and products are exact, or random floats in −1…1.</summary>
internal static class Numbers
{
    public static float[] Draw(long count, int seed, bool integers)
    {
        var random = new System.Random(seed);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++) values[i] = integers ? random.Next(-8, 9) : (float)(random.NextDouble() * 2 - 1);
        return values;
    }

    /// <summary>⟨a, b⟩.</summary>
    public static double Inner(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }

    /// <summary>|⟨Ax, y⟩ − ⟨x, Aᵀy⟩| ≤ 1e-5 · ‖Ax‖ ‖y‖.</summary>
    public static void AssertAdjoint(string what, ReadOnlySpan<float> forward, ReadOnlySpan<float> y, ReadOnlySpan<float> x, ReadOnlySpan<float> backward)
    {
        var difference = Math.Abs(Inner(forward, y) - Inner(x, backward));
        var bound = 1e-5 * Math.Sqrt(Inner(forward, forward) * Inner(y, y));
        Assert.True(difference <= bound, $"{what}: ⟨Ax, y⟩ and ⟨x, Aᵀy⟩ differ by {difference}, more than {bound}");
    }
}
