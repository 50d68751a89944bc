using FsCheck;
using FsCheck.Fluent;
using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

public sealed class PngTests : IDisposable
{
    // 1 × 1, grey, 8 bits, black.
    private static readonly byte[] Smallest = Encode(new Picture(1, 1, 1, [0]));

    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var pictures = from height in Gen.Choose(1, 40)
                       from width in Gen.Choose(1, 40)
                       from channels in Gen.Elements(1, 3, 4)
                       from bytes in Gen.Choose(0, 255).ArrayOf(height * width * channels)
                       select new Picture(height, width, channels, [.. bytes.Select(value => (byte)value)]);
        Check.QuickThrowOnFailure(Prop.ForAll(pictures.ToArbitrary(), picture =>
        {
            Png.Write(_files["a.png"], picture);
            var back = Picture.Read(_files["a.png"]);
            return (back.Height, back.Width, back.Channels) == (picture.Height, picture.Width, picture.Channels) && back.Bytes.AsSpan().SequenceEqual(picture.Bytes);
        }));
    }

    [Fact]
    public void Every_truncation_and_every_changed_byte_is_refused()
    {
        for (var place = 0; place < Smallest.Length; place++)
        {
            Refused(_files.Write("cut.png", Smallest[..place]));
            var changed = Smallest.ToArray();
            changed[place] ^= 0x10;
            Refused(_files.Write("changed.png", changed));
        }
    }

    [Fact]
    public void A_missing_file_and_a_file_of_another_kind()
    {
        var text = _files.Write("text.png", [.. "GIF89a"u8]);
        Assert.Equal($"'{text}' is GIF, which is not read; PNG, JPEG, BMP and PNM are.", Assert.Throws<InvalidDataException>(() => Picture.Read(text)).Message);
        var none = _files["none.png"];
        Assert.Equal($"'{none}' cannot be read: Could not find file '{none}'.", Assert.Throws<InvalidDataException>(() => Picture.Read(none)).Message);
    }

    [Fact]
    public void An_announced_gigabyte_takes_no_gigabyte()
    {
        var path = _files.Write("big.png", Announcing(8000, 8000));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var error = Assert.Throws<InvalidDataException>(() => Picture.Read(path));
        Assert.Matches($"^'{path}' announces 8000×8000 pixels, more than its [0-9]+ bytes can hold\\.$", error.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 10_000_000);
        path = _files.Write("bigger.png", Announcing(100_000, 100_000));
        Assert.Equal($"'{path}' announces 100000×100000 pixels, which take 9536 MB to decode; at most 256 MB are taken.", Assert.Throws<InvalidDataException>(() => Picture.Read(path)).Message);
    }

    [DataFact("image-codec")]
    public void PngSuite_is_read_and_its_corrupt_files_are_refused()
    {
        var files = Directory.GetFiles(Path.Combine(TestData.Root!, "image-codec", "pngsuite"), "*.png");
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            // PngSuite: the names of the corrupt files begin with x.
            if (Path.GetFileName(path)[0] == 'x') Refused(path);
            else Assert.NotEmpty(Picture.Read(path).Bytes);
        }
    }

    [DataFact("image-codec")]
    public void Interlaced_pictures_equal_their_plain_twins()
    {
        var folder = Path.Combine(TestData.Root!, "image-codec", "pngsuite");
        // PngSuite: s05i3p02 shows what s05n3p02 shows, and so on; i is interlaced, n is not.
        foreach (var (interlaced, plain) in new[] { ("s05i3p02", "s05n3p02"), ("s09i3p02", "s09n3p02"), ("s36i3p04", "s36n3p04"), ("s39i3p04", "s39n3p04") })
        {
            var (left, right) = (Picture.Read(Path.Combine(folder, interlaced + ".png")), Picture.Read(Path.Combine(folder, plain + ".png")));
            Assert.Equal((right.Height, right.Width), (left.Height, left.Width));
            Assert.Equal(right.Bytes, left.Bytes);
        }
    }

    private static byte[] Announcing(int width, int height)
    {
        using var stream = new MemoryStream();
        stream.Write(PngChunks.Signature);
        PngChunks.Write(stream, "IHDR", [(byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width, (byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height, 8, 0, 0, 0, 0]);
        PngChunks.Write(stream, "IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1]);
        PngChunks.Write(stream, "IEND", []);
        return stream.ToArray();
    }

    private static byte[] Encode(Picture picture)
    {
        using var stream = new MemoryStream();
        Png.Write(stream, picture);
        return stream.ToArray();
    }

    private static void Refused(string path) => Assert.StartsWith($"'{path}' ", Assert.Throws<InvalidDataException>(() => Picture.Read(path)).Message, StringComparison.Ordinal);
}
