using System.Buffers.Binary;
using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>Files built by hand: rare ones, and every message about BMP, whole. Whole pictures are in <see cref="PicturePeerTests"/>.</summary>
public sealed class BmpTests
{
    private static readonly byte[] FourColours = [1, 2, 3, 0, 11, 12, 13, 0, 21, 22, 23, 0, 31, 32, 33, 0];

    [Fact]
    public void Rows_begin_below_unless_the_height_is_negative()
    {
        // Blue, green, red; rows filled up to four bytes.
        byte[] rows = [1, 2, 3, 0, 4, 5, 6, 0];
        Assert.Equal([6, 5, 4, 3, 2, 1], Picture.Decode(File(1, 2, 24, 0, [], rows)).Bytes);
        Assert.Equal([3, 2, 1, 6, 5, 4], Picture.Decode(File(1, -2, 24, 0, [], rows)).Bytes);
    }

    [Fact]
    public void Runs_of_bytes()
    {
        // Two of colour 1; three as they are, filled up; end of the row; one to the right and none up; end.
        byte[] runs = [2, 1, 0, 3, 0, 1, 2, 0, 0, 0, 0, 2, 1, 0, 1, 3, 0, 1];
        Assert.Equal(new byte[] { 0, 33, 0, 0, 0, 13, 13, 3, 13, 23 }, Reds(Picture.Decode(File(5, 2, 8, 1, FourColours, runs))));
        // Beyond the row's end nothing is drawn, and data that stop between two runs leave the rest black.
        Assert.Equal(new byte[] { 0, 0, 13, 13 }, Reds(Picture.Decode(File(2, 2, 8, 1, FourColours, [9, 1]))));
    }

    [Fact]
    public void Runs_of_half_bytes()
    {
        // Colours 1 and 2 in turns; then 3, 0, 1 as they are: two bytes.
        Assert.Equal(new byte[] { 13, 23, 13, 33, 3, 13 }, Reds(Picture.Decode(File(6, 1, 4, 2, FourColours, [3, 0x12, 0, 3, 0x30, 0x10, 0, 1]))));
    }

    [Fact]
    public void Masks()
    {
        // 5, 6 and 5 bits behind the header: 31/31, 32/63, 0; 16/31 · 255 = 131.6, 32/63 · 255 = 129.5, rounded.
        byte[] masks = [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0];
        Assert.Equal([255, 130, 0, 132, 0, 255], Picture.Decode(File(2, 1, 16, 3, masks, [0x00, 0xFC, 0x1F, 0x80])).Bytes);
        // A fourth mask is opacity, which a header of the third version holds.
        byte[] file = File(1, 1, 32, 3, [0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF], [1, 2, 3, 4]);
        file[14] = 56;
        Assert.Equal([3, 2, 1, 4], Picture.Decode(file).Bytes);
    }

    [Fact]
    public void What_is_refused()
    {
        Refused("is truncated: 7 bytes are no BMP file.", File(1, 1, 24, 0, [], [1, 2, 3, 0])[..7]);
        Refused("is truncated: its 30 bytes end in its header.", File(1, 1, 24, 0, [], [1, 2, 3, 0])[..30]);
        Refused("has a header of 7 bytes, which is no BMP file's.", Changed(14, 7));
        Refused("announces 0×1 pixels; at least 1×1 are read.", File(0, 1, 24, 0, [], []));
        Refused("announces 1×-2147483648 pixels; at least 1×1 are read.", File(1, int.MinValue, 24, 0, [], []));
        Refused("has 24 bits a pixel in compression 4, which is not read.", Changed(30, 4));
        Refused("has 3 bits a pixel in compression 0, which is not read.", Changed(28, 3));
        Refused("has a palette of 257 colours; up to 256 are read.", File(1, 1, 8, 0, [], [], colours: 257));
        Refused("has masks of more than 16 bits.", File(1, 1, 16, 3, [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0]));
        Refused("is truncated: its 54 bytes end in its masks.", File(1, 1, 16, 3, [], []));
        Refused("is truncated: its pixels should begin at byte 200 of 58.", Changed(10, 200));
        Refused("is truncated: 1×1 pixels of 24 bits take at least 4 bytes, and 3 are there.", File(1, 1, 24, 0, [], [1, 2, 3]));
        Refused("is truncated: 100×100 pixels of 8 bits take at least 39 bytes, and 2 are there.", File(100, 100, 8, 1, FourColours, [0, 1]));
        Refused("is truncated: it ends inside a run of pixels.", File(9, 1, 8, 1, FourColours, [0, 9, 1, 1]));
        Refused("is truncated: it ends inside a run of pixels.", File(9, 1, 8, 1, FourColours, [0, 2, 1]));
        Refused("announces 2147483647×2147483647 pixels, which take 1649267441664 MB to decode; at most 256 MB are taken.", File(int.MaxValue, int.MaxValue, 24, 0, [], []));
    }

    private static byte[] Reds(Picture picture) => [.. picture.Bytes.Where((_, i) => i % 3 == 0)];

    private static byte[] Changed(int place, byte value)
    {
        var file = File(1, 1, 24, 0, [], [1, 2, 3, 0]);
        file[place] = value;
        return file;
    }

    private static byte[] File(int width, int height, short bits, int compression, byte[] tables, byte[] pixels, int colours = 0)
    {
        var file = new byte[54 + tables.Length + pixels.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + tables.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), bits);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), compression);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(46), colours);
        tables.CopyTo(file, 54);
        pixels.CopyTo(file, 54 + tables.Length);
        return file;
    }

    private static void Refused(string message, byte[] file) => Assert.Equal($"'a.bmp' {message}", Assert.Throws<InvalidDataException>(() => Picture.Decode(file, name: "a.bmp")).Message);
}
