using System.Numerics;
using Striate.Tensors;

namespace Striate.Data.Sound;

/// <summary>The short-time Fourier transform: overlapping frames, each faded by a window and transformed.</summary>
/// <remarks>
/// X[t, f] = Σᵢ window[i] · x[t · hop + i − offset] · exp(−2πi·fi / length) for f from 0 to ⌊length / 2⌋: frequency f · rate / length. With <see cref="Centered"/> frame t has its middle at sample t · hop
/// (offset ⌊length / 2⌋, the sound mirrored at its ends) and there are ⌊samples / hop⌋ + 1 frames: the defaults of librosa.stft and torch.stft. Without, frames lie inside: ⌊(samples − length) / hop⌋ + 1.
/// Computed in double.
/// </remarks>
/// <param name="Length">Samples of a frame, 2 or more; any number, powers of two are fastest.</param>
/// <example><code>
/// var complex = new ShortTimeFourier(512) { Hop = 128 }.Transform(Wav.Read("speech.wav").Samples);
/// </code></example>
public sealed record ShortTimeFourier(int Length)
{
    /// <summary>Samples from one frame to the next; a quarter of a frame unless it is set.</summary>
    public int Hop { get; init; } = Math.Max(Length / 4, 1);

    /// <summary>How a frame fades in and out.</summary>
    public Window Window { get; init; }

    /// <summary>Whether frames lie around their sample, with the sound mirrored at its ends, and not behind it.</summary>
    public bool Centered { get; init; } = true;

    /// <summary>Frequencies: ⌊length / 2⌋ + 1.</summary>
    public int Bins => Length / 2 + 1;

    /// <summary>The frames of a sound.</summary>
    /// <exception cref="ArgumentException">The sound is too short, or a setting cannot be.</exception>
    public int Frames(int samples)
    {
        if (Length < 2 || Hop < 1) throw new ArgumentException($"A short-time Fourier transform has frames of {Length} and a hop of {Hop}; a frame needs 2 samples or more, a hop 1.");
        if (Centered && samples <= Length / 2) throw new ArgumentException($"A sound of {samples} samples is too short to be mirrored by {Length / 2} at its ends. What would fit: {Length / 2 + 1} samples or more, frames of {Math.Max(2 * samples - 1, 0)} or fewer, or Centered = false.");
        if (!Centered && samples < Length) throw new ArgumentException($"A sound of {samples} samples is shorter than a frame of {Length}. What would fit: {Length} samples or more, or shorter frames.");
        return (Centered ? samples : samples - Length) / Hop + 1;
    }

    /// <summary>The complex spectrum, <c>frames × frequencies × (2 · channels)</c>: real and imaginary part of each channel.</summary>
    /// <param name="samples">The sound, <c>samples × channels</c>.</param>
    public Tensor Transform(Tensor samples)
    {
        var result = new Tensor(Shape.Of(Frames(Checked(samples).Shape[0]), Bins, 2 * samples.Shape[1]));
        Each(samples, (frame, channel, spectrum) =>
        {
            for (var f = 0; f < Bins; f++)
            {
                var at = (frame * Bins + f) * result.Shape[2] + 2 * channel;
                (result.Floats[at], result.Floats[at + 1]) = ((float)spectrum[f].Real, (float)spectrum[f].Imaginary);
            }
        });
        return result;
    }

    /// <summary>Hands out the spectrum of each frame and channel, valid until the call returns.</summary>
    internal void Each(Tensor samples, Action<int, int, Complex[]> use)
    {
        var (count, channels) = (Checked(samples).Shape[0], samples.Shape[1]);
        var (frames, transform, values, window) = (Frames(count), new FourierTransform(Length), new Complex[Length], Fade());
        var offset = Centered ? Length / 2 : 0;
        for (var frame = 0; frame < frames; frame++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var i = 0; i < Length; i++)
                {
                    var at = Math.Abs(frame * Hop + i - offset);
                    if (at >= count) at = 2 * (count - 1) - at;
                    values[i] = window[i] * samples.Floats[at * channels + channel];
                }
                transform.Run(values);
                use(frame, channel, values);
            }
        }
    }

    internal double[] Fade() => [.. Enumerable.Range(0, Length).Select(i => 2 * Math.PI * i / Length).Select(angle => Window switch
    {
        Window.Hann => 0.5 - 0.5 * Math.Cos(angle),
        Window.Hamming => 0.54 - 0.46 * Math.Cos(angle),
        Window.Blackman => 0.42 - 0.5 * Math.Cos(angle) + 0.08 * Math.Cos(2 * angle),
        _ => 1,
    })];

    private static Tensor Checked(Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples.Shape.Rank == 2 && samples.Shape[1] > 0 ? samples : throw new ArgumentException($"A sound is samples × channels, not {samples.Shape}.");
    }
}
