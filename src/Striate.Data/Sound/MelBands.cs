namespace Striate.Data.Sound;

/// <summary>Triangles over the frequencies of a spectrum, equally wide in mel and half overlapping.</summary>
/// <remarks>Band b rises from edge b to edge b + 1 and falls to edge b + 2, of bands + 2 edges that are equally far apart in mel.</remarks>
/// <param name="Count">The number of bands.</param>
public sealed record MelBands(int Count)
{
    /// <summary>The formula of mel.</summary>
    public MelScale Scale { get; init; }

    /// <summary>The first edge in Hz.</summary>
    public double Lowest { get; init; }

    /// <summary>The last edge in Hz; half the rate of samples unless it is set.</summary>
    public double? Highest { get; init; }

    /// <summary>Whether a band is divided by half its width in Hz, so that all have the same area (librosa's norm='slaney'); otherwise its peak is 1 (torchaudio's norm=None).</summary>
    public bool EqualArea { get; init; } = true;

    /// <summary>A frequency in mel.</summary>
    public static double ToMel(double hertz, MelScale scale) => scale == MelScale.Htk ? 2595 * Math.Log10(1 + hertz / 700)
        : hertz < 1000 ? 3 * hertz / 200 : 15 + 27 * Math.Log(hertz / 1000) / Math.Log(6.4);

    /// <summary>Mel as a frequency.</summary>
    public static double ToHertz(double mel, MelScale scale) => scale == MelScale.Htk ? 700 * (Math.Pow(10, mel / 2595) - 1)
        : mel < 15 ? 200 * mel / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27);

    /// <summary>The weight of each frequency in each band, <c>bands × frequencies</c>.</summary>
    /// <param name="bins">Frequencies, from 0 to half the rate.</param>
    /// <param name="rate">Samples a second.</param>
    /// <exception cref="ArgumentException">The bands cannot be, or are narrower than the distance of two frequencies.</exception>
    public double[,] Weights(int bins, int rate)
    {
        var highest = Highest ?? rate / 2.0;
        if (Count < 1 || !(Lowest >= 0) || !(highest > Lowest)) throw new ArgumentException(FormattableString.Invariant($"{Count} mel bands from {Lowest} to {highest} Hz cannot be: there must be 1 or more, and the highest frequency above the lowest."));
        var (low, high) = (ToMel(Lowest, Scale), ToMel(highest, Scale));
        double[] edges = [.. Enumerable.Range(0, Count + 2).Select(i => ToHertz(low + (high - low) * i / (Count + 1), Scale))];
        var weights = new double[Count, bins];
        for (var band = 0; band < Count; band++)
        {
            var any = false;
            for (var bin = 0; bin < bins; bin++)
            {
                var f = rate / 2.0 * bin / (bins - 1);
                var weight = Math.Max(0, Math.Min((f - edges[band]) / (edges[band + 1] - edges[band]), (edges[band + 2] - f) / (edges[band + 2] - edges[band + 1])));
                any |= weight > 0;
                weights[band, bin] = EqualArea ? 2 * weight / (edges[band + 2] - edges[band]) : weight;
            }
            if (!any)
                throw new ArgumentException(FormattableString.Invariant($"Mel band {band + 1} of {Count}, {edges[band]:0.#} to {edges[band + 2]:0.#} Hz, holds none of {bins} frequencies {rate / 2.0 / (bins - 1):0.#} Hz apart. What would fit: fewer bands, or longer frames."));
        }
        return weights;
    }
}
