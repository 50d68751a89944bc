using Striate.Data.Sound;
using Striate.Tensors;

namespace Striate.Data.Tests.Sound;

public sealed class WavTests : IDisposable
{
    private readonly TestData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    [Trait("Row", "69")]
    public void EveryEncoding()
    {
        Assert.Equal([-1, 0, 127 / 128f], Samples(1, 8, [0, 128, 255]));
        Assert.Equal([0.5f, -1], Samples(1, 16, [0, 0x40, 0, 0x80]));
        Assert.Equal([0.5f, -1 / 8388608f], Samples(1, 24, [0, 0, 0x40, 0xFF, 0xFF, 0xFF]));
        Assert.Equal([-0.5f], Samples(1, 32, [0, 0, 0, 0xC0]));
        Assert.Equal([1.5f], Samples(3, 32, BitConverter.GetBytes(1.5f)));
        Assert.Equal([-0.25f], Samples(3, 64, BitConverter.GetBytes(-0.25)));
        // Extensible: the encoding stands in the first bytes of a longer name.
        Assert.Equal([0.5f], Wav.Read(_data.Write("e.wav", File([.. Format(0xFFFE, 1, 16), 22, 0, 16, 0, 4, 0, 0, 0, 1, 0, .. new byte[14]], [0, 0x40]))).Samples.ToArray());
    }

    [Fact]
    public void ChannelsRateAndChunksBetween()
    {
        byte[] between = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];
        var bytes = File(Format(1, 2, 16), [0, 0x40, 0, 0xC0, 0, 0, 0, 0x20], between);
        var recording = Wav.Read(_data.Write("s.wav", bytes));
        Assert.Equal((Shape.Of(2, 2), 8000, 2 / 8000.0), (recording.Samples.Shape, recording.Rate, recording.Duration));
        Assert.Equal([0.5f, -0.5f, 0, 0.25f], recording.Samples.ToArray());
        Assert.Equal([0, 0.125f], recording.ToMono().Samples.ToArray());
        // Cut off within the data: what is there is read.
        Assert.Equal(1, Wav.Read(_data.Write("c.wav", bytes[..^3])).Samples.Shape[0]);
    }

    [Fact]
    public void WrittenAndRead()
    {
        float[] samples = [0, 0.5f, -1, 0.25f, 2, -0.125f];
        Wav.Write(_data["w.wav"], new Recording(Tensor.From(samples, 3, 2), 44100));
        var read = Wav.Read(_data["w.wav"]);
        Assert.Equal(44100, read.Rate);
        Assert.Equal([0, 0.5f, -1, 0.25f, 32767 / 32768f, -0.125f], read.Samples.ToArray());
    }

    [Fact]
    public void BadFiles()
    {
        string Message(string name, byte[] bytes) => Assert.Throws<InvalidDataException>(() => Wav.Read(_data.Write(name, bytes))).Message.Replace(_data.Folder, "");
        Assert.Equal("'/a.wav' is no WAV file: it does not begin with RIFF and WAVE.", Message("a.wav", [1, 2, 3]));
        Assert.Equal("'/b.wav' holds no data chunk.", Message("b.wav", [.. "RIFF"u8, 4, 0, 0, 0, .. "WAVE"u8]));
        Assert.Equal("'/c.wav' has no fmt chunk of 16 bytes or more before its data.", Message("c.wav", File([1, 0], [0, 0])));
        Assert.Equal("'/d.wav' is encoded as format 6 with 8 bits; whole numbers of 8, 16, 24 or 32 bits and floats of 32 or 64 are read.", Message("d.wav", File(Format(6, 1, 8), [0, 0])));
        Assert.Equal("'/e.wav' announces 0 channels at 8000 samples a second in blocks of 0 bytes, which cannot be.", Message("e.wav", File(Format(1, 0, 16), [0, 0])));
        Assert.Equal("'/f.wav' holds no samples.", Message("f.wav", File(Format(1, 1, 16), [])));
    }

    private float[] Samples(int tag, int bits, byte[] data) => Wav.Read(_data.Write("x.wav", File(Format(tag, 1, bits), data))).Samples.ToArray();

    private static byte[] Format(int tag, int channels, int bits) =>
        [.. Two(tag), .. Two(channels), .. BitConverter.GetBytes(8000), .. BitConverter.GetBytes(8000 * channels * bits / 8), .. Two(channels * bits / 8), .. Two(bits)];

    private static byte[] File(byte[] format, byte[] data, params byte[] between) =>
        [.. "RIFF"u8, .. BitConverter.GetBytes(28 + format.Length + data.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(format.Length), .. format, .. between, .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data];

    private static byte[] Two(int value) => BitConverter.GetBytes((ushort)value);
}
