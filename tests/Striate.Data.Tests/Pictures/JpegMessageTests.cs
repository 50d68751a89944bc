using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>Files changed byte by byte: every message about JPEG, whole.</summary>
public sealed class JpegMessageTests
{
    private static readonly int Frame = SmallJpegs.Colours.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);

    [JpegFact]
    public void What_the_frame_must_be()
    {
        Refused("is a lossless JPEG file, which is not read; baseline, extended and progressive JPEG are.", Changed(Frame + 1, 0xC3));
        Refused("is a hierarchical JPEG file, which is not read; baseline, extended and progressive JPEG are.", Changed(Frame + 1, 0xC5));
        Refused("is a JPEG-LS file, which is not read; baseline, extended and progressive JPEG are.", Changed(Frame + 1, 0xF7));
        Refused("has 12 bits a sample; JPEG files of 8 are read.", Changed(Frame + 4, 12));
        Refused("has 2 components; JPEG files of 1 (grey), 3 (colours) or 4 (inks) are read.", Changed(Frame + 9, 2));
        Refused("announces 14×0 pixels; 1×1 to 65535×65535 are read.", Changed(Frame + 6, 0));
        Refused("announces 65535×65535 pixels, more than its 699 bytes can hold.", Changed(Frame + 5, 255, 255, 255, 255));
        Refused("is damaged: a frame header of 15 bytes.", Changed(Frame + 9, 4));
        var file = SmallJpegs.Colours;
        Refused("is damaged: it has no frame header in front of its first scan.", [.. file[..Frame], .. file[(Frame + 19)..]]);
        Refused("is damaged: it has no frame header in front of its end.", [0xFF, 0xD8, 0xFF, 0xD9]);
        Refused("is damaged: it has no scan.", [.. file[..(Frame + 19)], 0xFF, 0xD9]);
        Refused("is damaged: a segment of 1 bytes, where its length alone takes 2.", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0]);
    }

    [JpegFact]
    public void An_announced_gigabyte_takes_no_gigabyte()
    {
        // 30000 × 30000 in three channels: 2575 MB, and bytes enough behind the end to hold a bit of each block.
        byte[] file = [.. Changed(Frame + 5, 0x75, 0x30, 0x75, 0x30), .. new byte[6_000_000]];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Refused("announces 30000×30000 pixels, which take 2580 MB to decode; at most 256 MB are taken.", file);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 100_000);
    }

    [JpegFact]
    public void Every_truncation_is_refused()
    {
        var file = SmallJpegs.Colours;
        Refused("is truncated: its 2 bytes end in front of its picture.", file[..2]);
        Refused("is truncated: its 300 bytes end in front of its picture.", file[..300]);
        Refused("is truncated: its 680 bytes end inside its picture.", file[..680]);
        for (var length = 2; length < file.Length - 2; length++)
        {
            var message = Assert.Throws<InvalidDataException>(() => Picture.Decode(file[..length], name: "a.jpg")).Message;
            Assert.StartsWith($"'a.jpg' is truncated: its {length} bytes end in", message, StringComparison.Ordinal);
        }
        // A picture that is all there without its end marker is one.
        foreach (var length in new[] { file.Length - 2, file.Length - 1 })
        {
            var picture = Picture.Decode(file[..length], name: "a.jpg");
            Assert.Equal("'a.jpg' has no end marker.", picture.Warning);
            Assert.Equal(Picture.Decode(file).Bytes, picture.Bytes);
        }
    }

    [JpegFact]
    public void What_libjpeg_refuses_and_what_it_gets_over()
    {
        var table = SmallJpegs.Colours.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        Refused("is damaged: Bogus Huffman table definition.", Changed(table + 5, 255));
        var file = SmallJpegs.Colours;
        var picture = Picture.Decode((byte[])[.. file[..20], 1, 2, 3, .. file[20..]], name: "a.jpg");
        Assert.Equal("'a.jpg': Corrupt JPEG data: 3 extraneous bytes before marker 0xdb.", picture.Warning);
        Assert.Equal(Picture.Decode(file).Bytes, picture.Bytes);
        Assert.Equal("'a.jpg': Corrupt JPEG data: 3 extraneous bytes before marker 0xdb.", (picture with { }).Resize(3, 3).WithChannels(1).Warning);
    }

    private static byte[] Changed(int place, params byte[] bytes)
    {
        var file = SmallJpegs.Colours;
        bytes.CopyTo(file, place);
        return file;
    }

    private static void Refused(string message, byte[] file) => Assert.Equal($"'a.jpg' {message}", Assert.Throws<InvalidDataException>(() => Picture.Decode(file, name: "a.jpg")).Message);
}
