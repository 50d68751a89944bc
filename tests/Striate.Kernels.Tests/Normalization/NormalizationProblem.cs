using Striate.Kernels.Elementwise;
using Striate.Kernels.Normalization;

namespace Striate.Kernels.Tests.Normalization;

/// <summary>Everything that the passes of a batch normalisation read.</summary>
internal sealed record NormalizationProblem(int Channels, Activation Activation, float Slope, float[] X, float[] Mean, float[] InverseDeviation, float[] Gamma, float[] Beta)
{
    /// <summary>Added before the activation, or empty.</summary>
    public float[] Addend { get; init; } = [];

    public float[] Dy { get; init; } = [];

    public int Pixels => X.Length / Channels;

    /// <summary>Numbers of channels with all tails, each with few pixels, some with as many as make one or two chunks and a rest.</summary>
    public static IEnumerable<(int Channels, int Pixels, int Seed)> Sizes()
    {
        foreach (var channels in Lengths.Channels)
        {
            yield return (channels, 1 + channels % 6, 2 * channels);
            // Many pixels where it matters: few channels, and around whole vectors.
            if (channels > 2 && (channels + 1) % Lengths.Lanes > 2) continue;
            var chunk = ChunkOf(channels);
            yield return (channels, (channels % 4) switch { 0 => chunk - 1, 1 => chunk, 2 => chunk + 1, _ => 2 * chunk + 3 }, 2 * channels + 1);
        }
    }

    // The most pixels of one task: one more needs another slot of sums.
    private static int ChunkOf(int channels)
    {
        var pixels = 1;
        while (BatchNormalization.ScratchLength(pixels + 1, channels) == BatchNormalization.ScratchLength(1, channels)) pixels++;
        return pixels;
    }

    /// <summary>Integers, an inverse deviation of ½ and a slope of ¼ give no rounding.</summary>
    public static NormalizationProblem Draw(int channels, int pixels, int seed, Activation activation, bool integers, bool addend)
    {
        var length = (long)pixels * channels;
        var deviations = Array.ConvertAll(Numbers.Draw(channels, seed + 4, false), value => integers ? 0.5f : Math.Abs(value) + 0.1f);
        return new NormalizationProblem(channels, activation, 0.25f, Numbers.Draw(length, seed, integers), Numbers.Draw(channels, seed + 1, integers), deviations,
            Numbers.Draw(channels, seed + 2, integers), Numbers.Draw(channels, seed + 3, integers))
        {
            Addend = addend ? Numbers.Draw(length, seed + 5, integers) : [],
            Dy = Numbers.Draw(length, seed + 6, integers),
        };
    }
}
