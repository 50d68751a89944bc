using System.Buffers.Binary;

namespace Striate.Data.Pictures;

/// <summary>The chunks of a PNG file: length, type, data, checksum (ISO/IEC 15948, clause 5).</summary>
internal static class PngChunks
{
    private static readonly uint[] Table = MakeTable();

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The chunk at a place; moves on behind it.</summary>
    public static (string Type, ReadOnlyMemory<byte> Data) Read(ReadOnlyMemory<byte> file, ref int place, string path)
    {
        var rest = file.Span[place..];
        if (rest.Length < 12) throw new InvalidDataException($"'{path}' is truncated: it ends inside a chunk, before IEND.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12) throw new InvalidDataException($"'{path}' is truncated: a chunk of {length} bytes, {rest.Length - 12} are there.");
        var type = System.Text.Encoding.Latin1.GetString(rest.Slice(4, 4));
        var stored = BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]);
        var isWhole = stored == Checksum(rest.Slice(4, (int)length + 4));
        // A small first letter: one that may be passed over (5.4).
        if (!isWhole && !char.IsAsciiLetterLower(type[0])) throw new InvalidDataException($"'{path}' is damaged: the checksum of its chunk {type} is wrong.");
        var data = file.Slice(place + 8, (int)length);
        place += (int)length + 12;
        return isWhole ? (type, data) : ("", default);
    }

    public static void Write(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        System.Text.Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Checksum(chunk.AsSpan(4, data.Length + 4)));
        stream.Write(chunk);
    }

    // CRC-32 with the polynomial 0xEDB88320 (ISO/IEC 15948, annex D).
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var value = uint.MaxValue;
        foreach (var item in data) value = Table[(value ^ item) & 0xFF] ^ (value >> 8);
        return ~value;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
