using System.Buffers.Binary;
using System.IO.Compression;
using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>Files built chunk by chunk: what the reader makes of rare ones, and every message of it, whole.</summary>
public sealed class PngMessageTests : IDisposable
{
    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Sixteen_bits_are_cut_to_eight_and_compared_in_full()
    {
        // Two pixels whose upper bytes are equal; the transparent colour is the first alone (ISO/IEC 15948, 11.3.2.1: the comparison takes all bits).
        byte[] rows = [0, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0x12, 0x35, 0x56, 0x78, 0x9A, 0xBC];
        var picture = Picture.Read(Write(Head(2, 1, 16, 2), ("tRNS", [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC]), ("IDAT", Packed(rows))));
        Assert.Equal([0x12, 0x56, 0x9A, 0, 0x12, 0x56, 0x9A, 255], picture.Bytes);
        picture = Picture.Read(Write(Head(2, 1, 16, 0), ("tRNS", [0x12, 0x35]), ("IDAT", Packed([0, 0x12, 0x34, 0x12, 0x35]))));
        Assert.Equal([0x12, 0x12, 0x12, 255, 0x12, 0x12, 0x12, 0], picture.Bytes);
        picture = Picture.Read(Write(Head(1, 1, 16, 4), ("IDAT", Packed([0, 0x80, 1, 0x40, 2]))));
        Assert.Equal([0x80, 0x80, 0x80, 0x40], picture.Bytes);
    }

    [Fact]
    public void A_palette_has_colours_and_their_transparency()
    {
        // Four pixels of two bits: 3, 0, 1, 2. The list of transparencies may be shorter than the palette.
        var picture = Picture.Read(Write(Head(4, 1, 2, 3), ("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), ("tRNS", [0, 128]), ("IDAT", Packed([0, 0b11_00_01_10]))));
        Assert.Equal([10, 11, 12, 255, 1, 2, 3, 0, 4, 5, 6, 128, 7, 8, 9, 255], picture.Bytes);
    }

    [Fact]
    public void What_libpng_gets_over()
    {
        // libpng 1.6: a colour outside of the palette is black; an ancillary chunk with a wrong checksum is passed over.
        Assert.Equal([0, 0, 0, 1, 2, 3], Picture.Read(Write(Head(2, 1, 8, 3), ("PLTE", [1, 2, 3]), ("IDAT", Packed([0, 1, 0])))).Bytes);
        var file = Chunks(("IHDR", Head(1, 1, 8, 0)), ("tRNS", [0, 7]), ("IDAT", Packed([0, 7])), ("IEND", []));
        Assert.Equal([7, 7, 7, 0], Picture.Decode(file).Bytes);
        file[8 + 25 + 8] ^= 1;
        Assert.Equal([7], Picture.Decode(file).Bytes);
        // Transparency of another length, behind the picture or for more colours than there are, and palettes that no pixel speaks of, are passed over.
        Assert.Equal([7], Picture.Read(Write(Head(1, 1, 8, 0), ("tRNS", [0, 0, 7]), ("PLTE", [1, 2, 3]), ("IDAT", Packed([0, 7])), ("tRNS", [0, 7]))).Bytes);
        Assert.Equal([1, 2, 3], Picture.Read(Write(Head(1, 1, 8, 3), ("tRNS", [0]), ("PLTE", [1, 2, 3]), ("tRNS", [0, 0]), ("IDAT", Packed([0, 0])))).Bytes);
        // Of a clear colour so many bits as a sample has.
        Assert.Equal([0x77, 0x77, 0x77, 0], Picture.Read(Write(Head(1, 1, 4, 0), ("tRNS", [1, 0xF7]), ("IDAT", Packed([0, 0x70])))).Bytes);
        // Picture data in several chunks, also empty ones.
        var packed = Packed([0, 7, 0, 8]);
        Assert.Equal([7, 8], Picture.Read(Write(Head(1, 2, 8, 0), ("IDAT", packed[..3]), ("IDAT", []), ("IDAT", packed[3..]))).Bytes);
    }

    [Fact]
    public void What_the_header_must_be()
    {
        Refused("is no PNG file: its first chunk is IDAT of 2 bytes, not IHDR of 13.", Chunks(("IDAT", [1, 2])));
        Refused("is no PNG file: its first chunk is IHDR of 3 bytes, not IHDR of 13.", Chunks(("IHDR", [1, 2, 3])));
        Refused("has colour type 3, depth 16, compression 0, filter 0, interlace 0, which is no PNG's.", Chunks(("IHDR", Head(1, 1, 16, 3))));
        Refused("has colour type 5, depth 8, compression 0, filter 0, interlace 0, which is no PNG's.", Chunks(("IHDR", Head(1, 1, 8, 5))));
        Refused("has colour type 0, depth 8, compression 1, filter 2, interlace 3, which is no PNG's.", Chunks(("IHDR", Head(1, 1, 8, 0, 1, 2, 3))));
        Refused("announces 0×7 pixels; 1×1 to 2147483647×2147483647 are PNG's.", Chunks(("IHDR", Head(0, 7, 8, 0))));
        Refused("announces 4294967295×2 pixels; 1×1 to 2147483647×2147483647 are PNG's.", Chunks(("IHDR", Head(uint.MaxValue, 2, 8, 0))));
        Refused("announces 8192×8192 pixels, more than its 9 bytes can hold.", Chunks(("IHDR", Head(8192, 8192, 8, 0)), ("IDAT", new byte[9]), ("IEND", [])));
    }

    [Fact]
    public void What_the_chunks_must_be()
    {
        var whole = Chunks(("IHDR", Head(1, 1, 8, 0)), ("IDAT", Packed([0, 7])), ("IEND", []));
        Refused("is truncated: it ends inside a chunk, before IEND.", whole[..^1]);
        Refused("is truncated: it ends inside a chunk, before IEND.", whole[..8]);
        Refused("is truncated: a chunk of 13 bytes, 12 are there.", whole[..(8 + 12 + 12)]);
        var spoilt = whole.ToArray();
        spoilt[8 + 25 + 8] ^= 1;
        Refused("is damaged: the checksum of its chunk IDAT is wrong.", spoilt);
        Refused("is damaged: the name of a chunk is 410A4344, which are no letters.", Chunks(("IHDR", Head(1, 1, 8, 0)), ("A\nCD", [])));
        Refused("has two headers.", Chunks(("IHDR", Head(1, 1, 8, 0)), ("IHDR", Head(1, 1, 8, 0))));
        Refused("has two palettes.", Chunks(("IHDR", Head(1, 1, 8, 3)), ("PLTE", [1, 2, 3]), ("PLTE", [1, 2, 3])));
        var packed = Packed([0, 7]);
        Refused("is truncated: its picture data end in row 0 of 1.", Chunks(("IHDR", Head(1, 1, 8, 0)), ("IDAT", packed[..8]), ("aBCD", []), ("IDAT", packed[8..]), ("IEND", [])));
        Refused("has a critical chunk ABCD, which is unknown.", Chunks(("IHDR", Head(1, 1, 8, 0)), ("ABCD", [])));
        // One that says of itself that it may be passed over (ISO/IEC 15948, 5.4: a small first letter).
        Assert.Equal([7], Picture.Read(Write(Head(1, 1, 8, 0), ("aBCD", [1]), ("IDAT", Packed([0, 7])))).Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(771)]
    public void What_the_palette_must_be(int bytes) =>
        Refused("needs a palette of 1 to 256 colours.", Chunks(("IHDR", Head(1, 1, 8, 3)), ("PLTE", new byte[bytes]), ("IDAT", Packed([0, 0])), ("IEND", [])));

    [Fact]
    public void What_the_picture_data_must_be()
    {
        byte[] Of(params byte[] data) => Chunks(("IHDR", Head(1, 2, 8, 0)), ("IDAT", data), ("IEND", []));
        Refused("needs a palette of 1 to 256 colours.", Chunks(("IHDR", Head(1, 1, 8, 3)), ("IDAT", Packed([0, 0])), ("IEND", [])));
        Refused("is truncated: its picture data end in row 1 of 2.", Of(Packed([0, 1])));
        Refused("is truncated: its picture data end in row 0 of 2.", Of());
        Refused("is damaged: filter 5 is unknown.", Of(Packed([0, 1, 5, 2])));
        Refused("is damaged: its picture data are no zlib stream.", Of(1, 2, 3, 4, 5, 6, 7, 8));
    }

    [Fact]
    public void What_a_picture_becomes() =>
        Assert.Equal("A picture becomes grey (1) or RGB (3), not 2 channels.", Assert.Throws<ArgumentException>(() => new Picture(1, 1, 1, [0]).WithChannels(2)).Message);

    private static byte[] Head(uint width, uint height, byte depth, byte color, byte compression = 0, byte filter = 0, byte interlace = 0)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(head, width);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9], head[10], head[11], head[12]) = (depth, color, compression, filter, interlace);
        return head;
    }

    private static byte[] Packed(byte[] rows)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.NoCompression)) zlib.Write(rows);
        return stream.ToArray();
    }

    private static byte[] Chunks(params (string Type, byte[] Data)[] chunks)
    {
        using var stream = new MemoryStream();
        stream.Write(PngChunks.Signature);
        foreach (var (type, data) in chunks) PngChunks.Write(stream, type, data);
        return stream.ToArray();
    }

    private string Write(byte[] head, params (string Type, byte[] Data)[] chunks) => _files.Write("a.png", Chunks([("IHDR", head), .. chunks, ("IEND", [])]));

    private void Refused(string message, byte[] file)
    {
        var path = _files.Write("a.png", file);
        Assert.Equal($"'{path}' {message}", Assert.Throws<InvalidDataException>(() => Picture.Read(path)).Message);
    }
}
