using System.Buffers.Binary;
using System.Numerics;

namespace Striate.Data.Pictures;

/// <summary>The head of a BMP file: Windows versions 2 to 5 and OS/2 1 and 2.</summary>
internal sealed class BmpHead
{
    private const int Bitfields = 3, AlphaBitfields = 6;

    private BmpHead(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < 26) throw new InvalidDataException($"'{path}' is truncated: {file.Length} bytes are no BMP file.");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]);
        if (size is not (12 or 40 or 52 or 56 or 64 or 108 or 124) && size is < 16 or > 64) throw new InvalidDataException($"'{path}' has a header of {size} bytes, which is no BMP file's.");
        if (file.Length < 14 + size) throw new InvalidDataException($"'{path}' is truncated: its {file.Length} bytes end in its header.");
        var head = file.Slice(14, (int)size);
        var isCore = size == 12;
        Width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(head[4..]) : BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        long height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(head[6..]) : BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        Bits = BinaryPrimitives.ReadUInt16LittleEndian(head[(isCore ? 10 : 14)..]);
        Compression = size >= 20 ? BinaryPrimitives.ReadInt32LittleEndian(head[16..]) : 0;
        // OS/2 2 counts otherwise behind its first three.
        IsOs2 = size is > 12 and < 40 or 64;
        if (Width < 1 || height == 0 || Math.Abs(height) > int.MaxValue) throw new InvalidDataException($"'{path}' announces {Width}×{height} pixels; at least 1×1 are read.");
        (Height, IsTopDown) = ((int)Math.Abs(height), height < 0);
        var isKnown = (Compression, Bits) is (0, 1 or 2 or 4 or 8 or 16 or 24 or 32) or (1, 8) or (2, 4) || (!IsOs2 && (Compression, Bits) is (Bitfields or AlphaBitfields, 16 or 32)) || (IsOs2 && (Compression, Bits) is (4, 24));
        if (!isKnown) throw new InvalidDataException($"'{path}' has {Bits} bits a pixel in compression {Compression}{(IsOs2 ? " of OS/2" : "")}, which is not read.");
        var place = 14 + (int)size;
        Masks = Bits == 16 ? [0x7C00, 0x3E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
        if (Compression is Bitfields or AlphaBitfields)
        {
            // Inside of the header from its second version on, behind it in the first.
            var isInside = size >= 52;
            var count = Compression == AlphaBitfields || size >= 56 ? 4 : 3;
            if (file.Length < 54 + 4 * count) throw new InvalidDataException($"'{path}' is truncated: its {file.Length} bytes end in its masks.");
            for (var i = 0; i < count; i++) Masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(file[(54 + 4 * i)..]);
            if (!isInside) place += 4 * count;
            if (Bits == 16 && Array.Exists(Masks, mask => mask > 0xFFFF)) throw new InvalidDataException($"'{path}' has masks of more than 16 bits.");
        }
        var start = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        Palette = ReadPalette(file, head, place, start, isCore ? 3 : 4, path);
        if (start < 14 + size) start = (uint)(place + Palette.Length / 3 * (isCore ? 3 : 4));
        if (start > file.Length) throw new InvalidDataException($"'{path}' is truncated: its pixels should begin at byte {start} of {file.Length}.");
        Start = (int)start;
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsTopDown { get; }

    public int Bits { get; }

    public int Compression { get; }

    public bool IsOs2 { get; }

    /// <summary>Whether the pixels are runs of equal ones.</summary>
    public bool IsRuns => Compression is 1 or 2 or 4;

    /// <summary>The bits of red, green, blue and opacity in a pixel of 16 or 32.</summary>
    public uint[] Masks { get; }

    /// <summary>RGB, three bytes a colour.</summary>
    public byte[] Palette { get; }

    /// <summary>Where the pixels begin.</summary>
    public int Start { get; }

    /// <summary>Bytes of a stored row, which is filled up to four.</summary>
    public long Stride => ((long)Width * Bits + 31) / 32 * 4;

    public static BmpHead Read(ReadOnlySpan<byte> file, string path) => new(file, path);

    /// <summary>A channel of a pixel as 8 bits.</summary>
    public static byte Channel(uint pixel, uint mask)
    {
        if (mask == 0) return 0;
        var shift = BitOperations.TrailingZeroCount(mask);
        var most = (ulong)(mask >> shift);
        return (byte)Math.Min(255, (((pixel & mask) >> shift) * 255ul + most / 2) / most);
    }

    private byte[] ReadPalette(ReadOnlySpan<byte> file, ReadOnlySpan<byte> head, int place, uint start, int entry, string path)
    {
        if (Bits > 8) return [];
        var stated = head.Length >= 36 ? BinaryPrimitives.ReadUInt32LittleEndian(head[32..]) : 0;
        if (stated > 256) throw new InvalidDataException($"'{path}' has a palette of {stated} colours; up to 256 are read.");
        var colours = stated == 0 ? 1 << Bits : (int)stated;
        // Some files hold fewer colours than they could, in front of their pixels.
        var end = start >= place ? Math.Min(start, file.Length) : file.Length;
        colours = (int)Math.Min(colours, (end - place) / entry);
        var palette = new byte[3 * colours];
        for (var i = 0; i < colours; i++)
        {
            var colour = file[(place + i * entry)..];
            (palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) = (colour[2], colour[1], colour[0]);
        }
        return palette;
    }
}
