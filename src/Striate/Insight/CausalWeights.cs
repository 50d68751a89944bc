using System.Globalization;

namespace Striate.Insight;

/// <summary>Weights by age for smoothing a series: s[t] = Σ over ages a ≥ 0: x[t − a] · w[a] (Goodfellow, Bengio, Courville 2016, equation 9.3).</summary>
/// <remarks>A weighted average of the past: the weights sum to 1, none is negative, there are none for negative ages, which lie in the future, and newer measurements count no less than older ones.</remarks>
/// <example><code>
/// var smooth = CausalWeights.Exponential(tau: 2, step: 1, ages: 12).Apply([5, 5, 9, 5, 5]);
/// </code></example>
public sealed class CausalWeights
{
    // Sums of printed weights are 1 to about six digits.
    private const double Rounding = 1e-6;
    private const int MostAges = 1 << 20;

    private readonly double[] _weights;

    /// <summary>Weights of the ages from a first one on.</summary>
    /// <param name="weights">One an age.</param>
    /// <param name="firstAge">The first one's age: 0, or below for weights that look ahead.</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public CausalWeights(IReadOnlyList<double> weights, int firstAge = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count is 0 or > MostAges || weights.Any(weight => !double.IsFinite(weight))) throw new ArgumentException($"Weights are 1 to {MostAges} finite numbers.");
        (_weights, FirstAge) = ([.. weights], firstAge);
    }

    /// <summary>The age of the first weight.</summary>
    public int FirstAge { get; }

    /// <summary>The weights, age after age.</summary>
    public IReadOnlyList<double> Values => _weights;

    /// <summary>Σ w.</summary>
    public double Sum => _weights.Sum();

    /// <summary>Whether the weights sum to 1: a constant series stays what it is.</summary>
    public bool SumToOne => Math.Abs(Sum - 1) <= Rounding;

    /// <summary>Whether no weight is negative.</summary>
    public bool AreDensity => _weights.All(weight => weight >= 0);

    /// <summary>Whether weights of negative ages are zero: nothing is seen before it happens.</summary>
    public bool LookBackOnly => _weights.Take(Math.Max(0, -FirstAge)).All(weight => weight == 0);

    /// <summary>Whether no older measurement counts more than a newer one.</summary>
    public bool FavourTheRecent => Past().Zip(Past().Skip(1), (newer, older) => newer >= older - Rounding).All(holds => holds);

    /// <summary>e^(−a / τ) / τ at the middle of each step, scaled to sum 1.</summary>
    /// <param name="tau">τ, in units of time.</param>
    /// <param name="step">The time between measurements.</param>
    /// <param name="ages">How many weights.</param>
    public static CausalWeights Exponential(double tau, double step, int ages)
    {
        if (!(tau > 0 && double.IsFinite(tau))) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The time of an exponential average is above 0, not {tau}."));
        return OfDensity(age => Math.Exp(-age / tau) / tau, step, ages);
    }

    /// <summary>The mean of the newest measurements.</summary>
    /// <param name="ages">How many.</param>
    public static CausalWeights Box(int ages) => OfDensity(_ => 1, 1, ages);

    /// <summary>A density over ages, taken at the middle of each step and scaled to sum 1.</summary>
    /// <param name="density">w(a) for a ≥ 0, in 1 / units of time.</param>
    /// <param name="step">The time between measurements.</param>
    /// <param name="ages">How many weights.</param>
    public static CausalWeights OfDensity(Func<double, double> density, double step, int ages)
    {
        ArgumentNullException.ThrowIfNull(density);
        if (!(step > 0 && double.IsFinite(step))) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The time between measurements is above 0, not {step}."));
        if (ages is < 1 or > MostAges) throw new ArgumentException($"Weights reach over 1 to {MostAges} measurements, not {ages}.");
        double[] values = [.. Enumerable.Range(0, ages).Select(i => density((i + 0.5) * step))];
        var sum = values.Sum();
        if (!(sum > 0 && double.IsFinite(sum))) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A density over ages has a finite sum above 0, not {sum}."));
        return new CausalWeights([.. values.Select(value => value / sum)]);
    }

    /// <summary>The weighted average at every time; at the beginning, of what has been measured, with its weights scaled up to the sum of all.</summary>
    /// <param name="series">The measurements in order.</param>
    /// <param name="zerosBefore">Whether zeros are assumed before the beginning (and behind the end), as the formula does, instead.</param>
    public double[] Apply(IReadOnlyList<double> series, bool zerosBefore = false)
    {
        ArgumentNullException.ThrowIfNull(series);
        var (smooth, all) = (new double[series.Count], Sum);
        for (var t = 0; t < smooth.Length; t++)
        {
            double sum = 0, weight = 0;
            for (var i = Math.Max(0, t - FirstAge - series.Count + 1); i < _weights.Length && t - FirstAge - i >= 0; i++)
            {
                sum += series[t - FirstAge - i] * _weights[i];
                weight += _weights[i];
            }
            smooth[t] = zerosBefore || weight == 0 ? sum : sum / weight * all;
        }
        return smooth;
    }

    private IEnumerable<double> Past() => _weights.Skip(Math.Max(0, -FirstAge));
}
