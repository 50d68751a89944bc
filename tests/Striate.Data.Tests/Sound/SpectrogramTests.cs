using System.Numerics;
using Striate.Data.Sound;
using Striate.Tensors;

namespace Striate.Data.Tests.Sound;

/// <summary>Frames and their frequencies against a naive transform, against torch.stft 1.13, and known tones.</summary>
public class SpectrogramTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(441)]
    [Trait("Row", "70")]
    public void TheTransformIsItsSum(int length)
    {
        var random = new Random(length);
        Complex[] x = [.. Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
        var actual = x.ToArray();
        new FourierTransform(length).Run(actual);
        for (var k = 0; k < length; k++)
        {
            var expected = Enumerable.Range(0, length).Aggregate(Complex.Zero, (sum, i) => sum + x[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)i * k % length) / length));
            Assert.True((expected - actual[k]).Magnitude < 1e-12 * length, $"{k}: {actual[k]}, not {expected}");
        }
    }

    // sin(i) + 0.3 cos(2.5 i): torch.stft(x, 8, 3, hann_window(8), center=True), frames 0 and 4; torch.stft(x, 6, 2, hamming_window(6), center=False), frame 3.
    [Fact]
    [Trait("Row", "70")]
    public void PyTorchsFrames()
    {
        var sound = Tensor.From([.. Enumerable.Range(0, 20).Select(i => (float)(Math.Sin(i) + 0.3 * Math.Cos(2.5 * i)))], 20, 1);
        var centered = new ShortTimeFourier(8) { Hop = 3 }.Transform(sound);
        Assert.Equal(Shape.Of(7, 5, 2), centered.Shape);
        Near([2.392377, 0, -0.974861, 0, -0.694396, 0, 0.374861, 0, 0.196415, 0], centered.Floats[..10]);
        Near([-0.651792, 0, 0.998341, 1.636598, -0.726717, -1.398696, -0.017746, 0.670438, 0.144036, 0], centered.Floats[40..50]);
        var inside = new ShortTimeFourier(6) { Hop = 2, Window = Window.Hamming, Centered = false }.Transform(sound);
        Assert.Equal(Shape.Of(8, 4, 2), inside.Shape);
        Near([0.623278, 0, -0.599989, -1.42596, -0.147327, 0.385768, 0.627839, 0], inside.Floats[24..32]);
    }

    // A tone of 1000 Hz at 8000 samples a second is frequency 8 of frames of 64: (n / 4)² with Hann's window, a quarter of it beside.
    [Fact]
    [Trait("Row", "70")]
    public void ATone()
    {
        var tone = Tone(1000, 8000, 800);
        var picture = new Spectrogram(new ShortTimeFourier(64) { Hop = 16, Centered = false }).Of(tone);
        Assert.Equal(Shape.Of(47, 33, 1), picture.Shape);
        for (var frame = 0; frame < 47; frame++)
        {
            var row = picture.Floats.Slice(frame * 33, 33).ToArray();
            Assert.Equal(256, row[8], 1e-3);
            Assert.Equal(64, row[7], 1e-3);
            Assert.Equal(64, row[9], 1e-3);
            Assert.All(row.Where((_, f) => f is < 7 or > 9), value => Assert.Equal(0, value, 1e-6));
        }
        var magnitude = new Spectrogram(new ShortTimeFourier(64) { Hop = 16, Centered = false }) { Power = 1 }.Of(tone);
        Assert.Equal(16, magnitude.Floats[8], 1e-4);
        var decibels = new Spectrogram(new ShortTimeFourier(64) { Hop = 16, Centered = false }) { Decibels = true }.Of(tone);
        Assert.Equal(10 * Math.Log10(256), decibels.Floats[8], 1e-4);
        Assert.Equal(10 * Math.Log10(256) - 80, decibels.Floats[20], 1e-3);
        var whole = new Spectrogram(new ShortTimeFourier(64) { Hop = 16, Centered = false }) { Decibels = true, Power = 1, Range = null }.Of(tone);
        Assert.Equal(-100, whole.Floats[20], 1e-4);
    }

    // Channels are transformed each by itself.
    [Fact]
    public void TwoChannels()
    {
        var (left, right) = (Tone(1000, 8000, 100), Tone(500, 8000, 100));
        var both = new Recording(Tensor.From([.. Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? left : right).Samples.Floats[i / 2])], 100, 2), 8000);
        var layer = new Spectrogram(new ShortTimeFourier(20));
        var (joined, alone) = (layer.Of(both), layer.Of(right));
        Assert.Equal(Shape.Of(21, 11, 2), joined.Shape);
        Assert.Equal(alone.ToArray(), joined.ToArray().Where((_, i) => i % 2 == 1));
    }

    // 1000 Hz is 15 mel of Slaney's and 999.99 of HTK's; 6400 Hz is 42.
    [Fact]
    [Trait("Row", "70")]
    public void Mel()
    {
        Assert.Equal(15, MelBands.ToMel(1000, MelScale.Slaney), 1e-12);
        Assert.Equal(42, MelBands.ToMel(6400, MelScale.Slaney), 1e-12);
        Assert.Equal(3, MelBands.ToMel(200, MelScale.Slaney), 1e-12);
        Assert.Equal(2595 * Math.Log10(17 / 7.0), MelBands.ToMel(1000, MelScale.Htk), 1e-9);
        foreach (var scale in Enum.GetValues<MelScale>())
            foreach (var hertz in new[] { 0.0, 60, 999, 1000, 4321 }) Assert.Equal(hertz, MelBands.ToHertz(MelBands.ToMel(hertz, scale), scale), 1e-9);
        // Two bands below 1000 Hz, where Slaney's mel is linear: edges 0, 300, 600, 900; frequencies 100 Hz apart.
        var bands = new MelBands(2) { Highest = 900, EqualArea = false }.Weights(11, 2000);
        double[] first = [.. Enumerable.Range(0, 11).Select(bin => bands[0, bin])], second = [.. Enumerable.Range(0, 11).Select(bin => bands[1, bin])];
        Near([0, 1 / 3.0, 2 / 3.0, 1, 2 / 3.0, 1 / 3.0, 0, 0, 0, 0, 0], first);
        Near([0, 0, 0, 0, 1 / 3.0, 2 / 3.0, 1, 2 / 3.0, 1 / 3.0, 0, 0], second);
        // Equal areas: divided by half of 600 Hz.
        Assert.Equal(1 / 300.0, new MelBands(2) { Highest = 900 }.Weights(11, 2000)[1, 6], 1e-12);
        var tone = Tone(1000, 8000, 800);
        var fourier = new ShortTimeFourier(256) { Centered = false };
        var (linear, mel) = (new Spectrogram(fourier).Of(tone), new Spectrogram(fourier) { Mel = new MelBands(10) { Scale = MelScale.Htk } }.Of(tone));
        var weights = new MelBands(10) { Scale = MelScale.Htk }.Weights(129, 8000);
        Assert.Equal(Shape.Of(9, 10, 1), mel.Shape);
        for (var band = 0; band < 10; band++) Assert.Equal(Enumerable.Range(0, 129).Sum(f => weights[band, f] * linear.Floats[f]), mel.Floats[band], 1e-3);
    }

    [Fact]
    public void BadSettings()
    {
        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
        var tone = Tone(1000, 8000, 30);
        Assert.Equal("A short-time Fourier transform has frames of 1 and a hop of 1; a frame needs 2 samples or more, a hop 1.", Message(() => new ShortTimeFourier(1).Transform(tone.Samples)));
        Assert.Equal("A sound of 30 samples is too short to be mirrored by 32 at its ends. What would fit: 33 samples or more, frames of 59 or fewer, or Centered = false.", Message(() => new ShortTimeFourier(64).Transform(tone.Samples)));
        Assert.Equal("A sound of 30 samples is shorter than a frame of 64. What would fit: 64 samples or more, or shorter frames.", Message(() => new ShortTimeFourier(64) { Centered = false }.Transform(tone.Samples)));
        Assert.Equal("A sound is samples × channels, not 30.", Message(() => new ShortTimeFourier(8).Transform(tone.Samples.Reshape(30))));
        Assert.Equal("A spectrogram of |X| to the power of 3 is none; the power is 1 or 2.", Message(() => new Spectrogram(new ShortTimeFourier(8)) { Power = 3 }.Of(tone)));
        Assert.Equal("0 mel bands from 0 to 4000 Hz cannot be: there must be 1 or more, and the highest frequency above the lowest.", Message(() => new Spectrogram(new ShortTimeFourier(8)) { Mel = new MelBands(0) }.Of(tone)));
        // Edge 2 of 41 parts of 15 + 27 ln 4 / ln 6.4 mel: 1.715 · 200 / 3.
        Assert.Equal("Mel band 1 of 40, 0 to 114.4 Hz, holds none of 5 frequencies 1000 Hz apart. What would fit: fewer bands, or longer frames.", Message(() => new Spectrogram(new ShortTimeFourier(8)) { Mel = new MelBands(40) }.Of(tone)));
    }

    private static Recording Tone(double hertz, int rate, int samples) => new(Tensor.From([.. Enumerable.Range(0, samples).Select(i => (float)Math.Cos(2 * Math.PI * hertz * i / rate))], samples, 1), rate);

    private static void Near(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-6);
    }

    private static void Near(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }
}
