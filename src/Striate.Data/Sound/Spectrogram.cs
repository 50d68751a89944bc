using Striate.Tensors;

namespace Striate.Data.Sound;

/// <summary>The loudness of each frequency over time, as a picture: linear, in decibels, and in mel bands.</summary>
/// <remarks>
/// The spectrum's |X|^power, summed over mel bands where they are asked for; in decibels 10 · log₁₀(max(p, 10⁻¹⁰)) of |X|², 20 · log₁₀(max(m, 10⁻⁵)) of |X|, cut <see cref="Range"/> below the loudest (librosa's
/// power_to_db and amplitude_to_db with ref = 1).
/// </remarks>
/// <param name="Fourier">Frames and their window.</param>
/// <example><code>
/// var speech = Wav.Read("speech.wav").ToMono();
/// var picture = new Spectrogram(new ShortTimeFourier(512) { Hop = 128 }) { Mel = new MelBands(64), Decibels = true }.Of(speech);
/// </code></example>
public sealed record Spectrogram(ShortTimeFourier Fourier)
{
    /// <summary>2 for power |X|², 1 for magnitude |X|.</summary>
    public int Power { get; init; } = 2;

    /// <summary>Mel bands in place of frequencies, or null.</summary>
    public MelBands? Mel { get; init; }

    /// <summary>Whether the scale is logarithmic.</summary>
    public bool Decibels { get; init; }

    /// <summary>Decibels below the loudest number at which the rest is cut; null for no cut.</summary>
    public float? Range { get; init; } = 80;

    /// <summary>The picture of a sound, <c>frames × frequencies × channels</c>, or <c>frames × bands × channels</c>.</summary>
    /// <exception cref="ArgumentException">The sound is too short, or a setting cannot be.</exception>
    public Tensor Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (Power is not (1 or 2)) throw new ArgumentException($"A spectrogram of |X| to the power of {Power} is none; the power is 1 or 2.");
        var (bins, channels) = (Fourier.Bins, recording.Samples.Shape.Channels);
        var weights = Mel?.Weights(bins, recording.Rate);
        var rows = Mel?.Count ?? bins;
        var result = new Tensor(Shape.Of(Fourier.Frames(recording.Samples.Shape[0]), rows, channels));
        var loudness = new double[bins];
        Fourier.Each(recording.Samples, (frame, channel, spectrum) =>
        {
            for (var f = 0; f < bins; f++)
            {
                var power = spectrum[f].Real * spectrum[f].Real + spectrum[f].Imaginary * spectrum[f].Imaginary;
                loudness[f] = Power == 2 ? power : Math.Sqrt(power);
            }
            for (var row = 0; row < rows; row++)
            {
                double sum = 0;
                if (weights is null) sum = loudness[row];
                else for (var f = 0; f < bins; f++) sum += weights[row, f] * loudness[f];
                result.Floats[(frame * rows + row) * channels + channel] = (float)(Decibels ? ToDecibels(sum) : sum);
            }
        });
        if (Decibels && Range is { } range) Cut(result.Floats, range);
        return result;
    }

    private double ToDecibels(double value) => Power == 2 ? 10 * Math.Log10(Math.Max(value, 1e-10)) : 20 * Math.Log10(Math.Max(value, 1e-5));

    private static void Cut(Span<float> values, float range)
    {
        var loudest = float.NegativeInfinity;
        foreach (var value in values) loudest = Math.Max(loudest, value);
        foreach (ref var value in values) value = Math.Max(value, loudest - range);
    }
}
