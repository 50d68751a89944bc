using System.Buffers.Binary;
using System.Text;

namespace Striate.Data.Pictures;

/// <summary>The chunks of a PNG file: length, type, data, checksum (ISO/IEC 15948, clause 5).</summary>
internal sealed class PngChunks(ReadOnlyMemory<byte> file, string path)
{
    // Tables of CRC-32 for the last to the eighth last byte: eight bytes are taken in one step.
    private static readonly uint[][] Tables = MakeTables();

    private int _place = Signature.Length;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The next chunk; without a type and data where its checksum is wrong and it may be passed over.</summary>
    public (string Type, ReadOnlyMemory<byte> Data) Next()
    {
        var rest = file.Span[_place..];
        if (rest.Length < 12) throw new InvalidDataException($"'{path}' is truncated: it ends inside a chunk, before IEND.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12) throw new InvalidDataException($"'{path}' is truncated: a chunk of {length} bytes, {rest.Length - 12} are there.");
        var letters = rest.Slice(4, 4);
        foreach (var letter in letters)
        {
            if (!char.IsAsciiLetter((char)letter)) throw new InvalidDataException($"'{path}' is damaged: the name of a chunk is {Convert.ToHexString(letters)}, which are no letters.");
        }
        var type = Encoding.Latin1.GetString(letters);
        var data = file.Slice(_place + 8, (int)length);
        _place += (int)length + 12;
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]) == Checksum(rest.Slice(4, (int)length + 4))) return (type, data);
        // A small first letter: one that may be passed over (5.4).
        return char.IsAsciiLetterLower(type[0]) ? ("", default) : throw new InvalidDataException($"'{path}' is damaged: the checksum of its chunk {type} is wrong.");
    }

    public static void Write(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Checksum(chunk.AsSpan(4, data.Length + 4)));
        stream.Write(chunk);
    }

    // CRC-32 with the polynomial 0xEDB88320 (ISO/IEC 15948, annex D).
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var value = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..])
        {
            var (low, high) = (BinaryPrimitives.ReadUInt32LittleEndian(data) ^ value, BinaryPrimitives.ReadUInt32LittleEndian(data[4..]));
            value = Tables[7][low & 0xFF] ^ Tables[6][low >> 8 & 0xFF] ^ Tables[5][low >> 16 & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][high >> 8 & 0xFF] ^ Tables[1][high >> 16 & 0xFF] ^ Tables[0][high >> 24];
        }
        foreach (var item in data) value = Tables[0][(value ^ item) & 0xFF] ^ (value >> 8);
        return ~value;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var t = 0; t < 8; t++)
        {
            tables[t] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                var value = t == 0 ? i : tables[t - 1][i];
                // The next table's byte stands one place further from the end: eight more bits.
                for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
                tables[t][i] = value;
            }
        }
        return tables;
    }
}
