using System.Text;
using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

public sealed class PnmTests
{
    [Fact]
    public void Text_bytes_and_bits()
    {
        // In bitmaps 1 is black, and bits need no space.
        Read("P1\n3 2\n1 0 1\n010", 2, 3, 1, 0, 255, 0, 255, 0, 255);
        Read("P1#bits\n#more\n3#wide\n2\n1 0\n1 0 1 0 and more", 2, 3, 1, 0, 255, 0, 255, 0, 255);
        Read("P2 3 1 100\n0 10\n#no sample\n50", 1, 3, 1, 0, 26, 128);
        Read("P3 1 2 255 1 2 3 4 5 6", 2, 1, 3, 1, 2, 3, 4, 5, 6);
        // Rows begin with a new byte: 10100000 0, 01000000 1.
        Read("P4 9 2\n\u00A0\0\u0040\u0080", 2, 9, 1, 0, 255, 0, 255, 255, 255, 255, 255, 255, 255, 0, 255, 255, 255, 255, 255, 255, 0);
        // Pillow 9.4 reads the same: 26, 128, 252, 84.
        Read("P5\n#c\n3 2\n# d\n100\n\0\n2cd!", 2, 3, 1, 0, 26, 128, 252, 255, 84);
        Read("P6 2 1 255\nabcdef", 1, 2, 3, [.. "abcdef"u8]);
        // Samples above the largest value are white.
        Read("P5 2 1 10\n\u000A\u000B", 1, 2, 1, 255, 255);
    }

    [Fact]
    public void Sixteen_bits()
    {
        // v · 255 / 65535, rounded: 0.4, 255, 1.2, 155.6, 3.9.
        Read("P5 5 1 65535\n\0\u0064\u00FF\u00FF\u0001\u002C\u009C\u0040\u0003\u00E8", 1, 5, 1, 0, 255, 1, 156, 4);
        Read("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 256\nENDHDR\n\u0001\0\0\u0080\0\0", 1, 1, 3, 255, 128, 0);
    }

    [Fact]
    public void Arbitrary_maps()
    {
        Read("P7\n# a comment\nWIDTH 2\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\nabcd", 1, 2, 4, [.. "aaabcccd"u8]);
        Read("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\nabcd", 1, 1, 4, [.. "abcd"u8]);
        // In bitmaps of this kind 1 is white.
        Read("P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n\u0001\0", 1, 2, 1, 255, 0);
    }

    [Theory]
    [InlineData("is truncated: it ends in front of its width.", "P5 ")]
    [InlineData("is truncated: it ends in front of its height.", "P5 3 # 4 5")]
    [InlineData("is damaged: its height is no number.", "P5 3 x")]
    [InlineData("is damaged: its width is no number.", "P5 -3 1 1 ")]
    [InlineData("is damaged: its width is no number.", "P5 99999999999 1 1 ")]
    [InlineData("announces 0×4 pixels; at least 1×1 are read.", "P5 0 4 255\n")]
    [InlineData("has samples up to 65536; 1 to 65535 are read.", "P5 1 1 65536\n\0\0")]
    [InlineData("has samples up to 0; 1 to 65535 are read.", "P2 1 1 0 0")]
    [InlineData("is truncated: 3×2 pixels take at least 6 bytes, and 5 are there.", "P5 3 2 255\nabcde")]
    [InlineData("is truncated: 3×2 pixels take at least 12 bytes, and 11 are there.", "P5 3 2 256\nabcdeabcdea")]
    [InlineData("is truncated: 3×2 pixels take at least 11 bytes, and 0 are there.", "P2 3 2 255")]
    [InlineData("is truncated: it ends in front of a sample.", "P2 2 1 255 255")]
    [InlineData("is damaged: a sample is no number.", "P2 2 1 255 2x5")]
    [InlineData("is damaged: a sample is neither 0 nor 1.", "P1 2 1 12")]
    [InlineData("is truncated: it ends in front of a sample.", "P1 2 1 1 ")]
    [InlineData("announces 99999×99999 pixels, which take 9536 MB to decode; at most 256 MB are taken.", "P4 99999 99999\n")]
    [InlineData("is truncated: its header has no ENDHDR.", "P7\nWIDTH 1\n")]
    [InlineData("is damaged: its DEPTH is no number.", "P7\nDEPTH x\nENDHDR\n")]
    [InlineData("has 5 samples a pixel; 1 to 4 are read.", "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 5\nMAXVAL 255\nENDHDR\n")]
    public void What_is_refused(string message, string file) =>
        Assert.Equal($"'a.pnm' {message}", Assert.Throws<InvalidDataException>(() => Picture.Decode(Encoding.Latin1.GetBytes(file), name: "a.pnm")).Message);

    private static void Read(string file, int height, int width, int channels, params byte[] expected)
    {
        var picture = PictureFile.Of(Encoding.Latin1.GetBytes(file), "a.pnm");
        Assert.Equal(new PictureSize(height, width), picture.Measure());
        Assert.Equal((height, width, channels), picture.Decode() is var decoded ? (decoded.Height, decoded.Width, decoded.Channels) : default);
        Assert.Equal(expected, decoded.Bytes);
    }
}
