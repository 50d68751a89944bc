using System.Buffers.Binary;
using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Data.Sound;

/// <summary>WAV files: whole numbers of 8, 16, 24 and 32 bits and floats of 32 and 64, plain or extensible.</summary>
public static class Wav
{
    private const int Pcm = 1, Float = 3, Extensible = 0xFFFE;

    /// <summary>Reads a file; whole numbers become n / 2^(bits − 1), bytes (n − 128) / 128.</summary>
    /// <exception cref="InvalidDataException">The file is no WAV file, is cut off, or holds another encoding.</exception>
    public static Recording Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = Files.Open(path);
        var bytes = Files.ReadUpTo(stream, int.MaxValue / 2, path);
        if (bytes.Length < 12 || !Is(bytes, 0, "RIFF") || !Is(bytes, 8, "WAVE")) throw new InvalidDataException($"'{path}' is no WAV file: it does not begin with RIFF and WAVE.");
        ReadOnlySpan<byte> format = [];
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            // A recorder that was cut off announces more than there is; what is there is read.
            var body = bytes.AsSpan(at + 8, (int)Math.Min(length, bytes.Length - at - 8));
            if (Is(bytes, at, "fmt ")) format = body;
            if (Is(bytes, at, "data")) return Read(path, format, body);
            at = (int)Math.Min(bytes.Length, at + 8L + length + length % 2);
        }
        throw new InvalidDataException($"'{path}' holds no data chunk.");
    }

    /// <summary>Writes whole numbers of 16 bits, round(32768 · x), cut at the ends of their range.</summary>
    public static void Write(string path, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var (samples, channels) = (recording.Samples, recording.Samples.Shape.Channels);
        var bytes = new byte[checked(44 + 2 * samples.Floats.Length)];
        void Number(int at, int count, int value)
        {
            for (var i = 0; i < count; i++) bytes[at + i] = (byte)(value >> 8 * i);
        }
        "RIFF"u8.CopyTo(bytes);
        Number(4, 4, bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        foreach (var (at, count, value) in new[] { (16, 4, 16), (20, 2, Pcm), (22, 2, channels), (24, 4, recording.Rate), (28, 4, recording.Rate * channels * 2), (32, 2, channels * 2), (34, 2, 16) }) Number(at, count, value);
        "data"u8.CopyTo(bytes.AsSpan(36));
        Number(40, 4, bytes.Length - 44);
        for (var i = 0; i < samples.Floats.Length; i++) Number(44 + 2 * i, 2, (int)Math.Clamp(MathF.Round(samples.Floats[i] * 32768), short.MinValue, short.MaxValue));
        File.WriteAllBytes(path, bytes);
    }

    private static Recording Read(string path, ReadOnlySpan<byte> format, ReadOnlySpan<byte> data)
    {
        if (format.Length < 16) throw new InvalidDataException($"'{path}' has no fmt chunk of 16 bytes or more before its data.");
        static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        var (tag, channels, block, bits) = (Short(format, 0), Short(format, 2), Short(format, 12), Short(format, 14));
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        if (tag == Extensible && format.Length >= 26) tag = Short(format, 24);
        var known = tag == Pcm && bits is 8 or 16 or 24 or 32 || tag == Float && bits is 32 or 64;
        if (!known)
            throw new InvalidDataException($"'{path}' is encoded as format {tag} with {bits} bits; whole numbers of 8, 16, 24 or 32 bits and floats of 32 or 64 are read.");
        if (channels < 1 || rate is < 1 or > int.MaxValue || block < channels * bits / 8 || block % channels != 0)
            throw new InvalidDataException($"'{path}' announces {channels} channels at {rate} samples a second in blocks of {block} bytes, which cannot be.");
        var samples = data.Length / block;
        if (samples == 0) throw new InvalidDataException($"'{path}' holds no samples.");
        var result = new Tensor(Shape.Of(samples, channels));
        for (var i = 0; i < result.Floats.Length; i++) result.Floats[i] = Sample(data[(i / channels * block + i % channels * (block / channels))..], tag, bits);
        return new Recording(result, (int)rate);
    }

    private static float Sample(ReadOnlySpan<byte> bytes, int tag, int bits) => (tag, bits) switch
    {
        (Float, 32) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (Float, _) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (_, 8) => (bytes[0] - 128) / 128f,
        (_, 16) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        (_, 24) => (bytes[0] | bytes[1] << 8 | (sbyte)bytes[2] << 16) / 8388608f,
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
    };

    private static bool Is(ReadOnlySpan<byte> bytes, int at, string word) => bytes[at] == word[0] && bytes[at + 1] == word[1] && bytes[at + 2] == word[2] && bytes[at + 3] == word[3];
}
