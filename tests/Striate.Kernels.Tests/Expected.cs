namespace Striate.Kernels.Tests;

/// <summary>What a reference in double says: values, and beside each the sum of its terms' magnitudes, to which rounding is proportional.</summary>
internal sealed class Expected(long length)
{
    // 2⁻²⁴: half the distance of two floats beside 1.
    private const double Epsilon = 1.0 / (1 << 24);

    public double[] Value { get; } = new double[length];

    public double[] Magnitude { get; } = new double[length];

    public void Add(long at, double term)
    {
        Value[at] += term;
        Magnitude[at] += Math.Abs(term);
    }

    /// <summary>8 · ε · √K · Σ|terms|: how far off a sum of K terms may be.</summary>
    public double BoundOf(long at, double terms) => 8 * Epsilon * Math.Sqrt(terms) * Magnitude[at];

    /// <summary>|a − b| ≤ 8 · ε · √K · Σ|terms|.</summary>
    /// <param name="what">Kernel and problem, for the message.</param>
    /// <param name="actual">What the kernel says.</param>
    /// <param name="terms">K: the number of terms of a sum.</param>
    public void AssertNear(string what, ReadOnlySpan<float> actual, double terms)
    {
        Assert.Equal(Value.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            var bound = BoundOf(i, terms);
            if (!(Math.Abs(actual[i] - Value[i]) <= bound)) Assert.Fail($"{what}: {actual[i]} at {i}, not {Value[i]} ± {bound}");
        }
    }

    /// <summary>Bit for bit the value rounded to a float; zeros may differ in sign.</summary>
    public void AssertExact(string what, ReadOnlySpan<float> actual)
    {
        Assert.Equal(Value.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            if (!actual[i].Equals((float)Value[i])) Assert.Fail($"{what}: {actual[i]} at {i}, not {Value[i]}");
    }

    /// <summary>Exactly, or within rounding.</summary>
    public void AssertEqual(string what, ReadOnlySpan<float> actual, bool exact, double terms)
    {
        if (exact) AssertExact(what, actual);
        else AssertNear(what, actual, terms);
    }
}
