using System.Buffers.Binary;

namespace Striate.Data.Pictures;

/// <summary>IHDR (ISO/IEC 15948, 11.2.2), and what the chunks before the picture data say of its colours.</summary>
internal sealed class PngHeader
{
    public PngHeader(ReadOnlySpan<byte> data, string path)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        (Depth, Color, IsInterlaced) = (data[8], data[9], data[12] == 1);
        var isKnown = Color switch { 0 => Depth is 1 or 2 or 4 or 8 or 16, 3 => Depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => Depth is 8 or 16, _ => false };
        if (!isKnown || data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new InvalidDataException($"'{path}' has colour type {Color}, depth {Depth}, compression {data[10]}, filter {data[11]}, interlace {data[12]}, which is no PNG's.");
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) throw new InvalidDataException($"'{path}' announces {width}×{height} pixels; 1×1 to {int.MaxValue}×{int.MaxValue} are PNG's.");
        (Width, Height) = ((int)width, (int)height);
    }

    public int Width { get; }

    public int Height { get; }

    public int Depth { get; }

    /// <summary>0 grey, 2 RGB, 3 palette, 4 grey with opacity, 6 RGB with opacity.</summary>
    public int Color { get; }

    public bool IsInterlaced { get; }

    /// <summary>PLTE.</summary>
    public byte[] Palette { get; set; } = [];

    /// <summary>tRNS: one colour of grey or RGB that is clear, or the opacities of the palette; empty if there is none.</summary>
    public byte[] Transparency { get; set; } = [];

    /// <summary>Whether so many bytes are a tRNS of this picture: others are passed over, as libpng does.</summary>
    public bool IsTransparency(int length) => Color switch { 0 => length == 2, 2 => length == 6, 3 => length > 0 && length <= Palette.Length / 3, _ => false };

    public int BitsPerPixel => Depth * (Color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 });

    /// <summary>Of the decoded picture.</summary>
    public int Channels => Color is 4 or 6 || Transparency.Length > 0 ? 4 : Color == 0 ? 1 : 3;

    /// <summary>Bytes of a row of so many pixels, without its filter.</summary>
    public long Stride(int columns) => ((long)columns * BitsPerPixel + 7) / 8;

    /// <summary>Bytes of all rows with their filters.</summary>
    public long Length => Height * (Stride(Width) + 1);
}
