using System.Buffers.Binary;
using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>Files spoilt at random, from a fixed seed: pictures, or an <see cref="InvalidDataException"/> of one line that names the file; never more than 256 MB.</summary>
/// <remarks>25 000 files a test; the variable STRIATE_FUZZ asks for another number.</remarks>
public sealed class PictureFuzzTests
{
    private static readonly byte[] Odd = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, 0xD9, 0xDA, 0xC0, 0xC2, 0xC4];

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("STRIATE_FUZZ"), out var stated) ? stated : 25_000;

    [JpegFact]
    public void Jpeg() => Spoil(1, false, SmallJpegs.Colours, SmallJpegs.Grey, SmallJpegs.Inks, SmallJpegs.Turned(SmallJpegs.Colours, 6, true));

    [Fact]
    public void Png()
    {
        byte[] Encoded(int channels)
        {
            using var stream = new MemoryStream();
            Data.Pictures.Png.Write(stream, new Picture(7, 9, channels, [.. Enumerable.Range(0, 63 * channels).Select(i => (byte)(i * i))]));
            return stream.ToArray();
        }
        byte[] palette =
        [
            .. PngChunks.Signature, .. Chunk("IHDR", [0, 0, 0, 3, 0, 0, 0, 3, 4, 3, 0, 0, 1]), .. Chunk("PLTE", [.. Enumerable.Range(0, 48).Select(i => (byte)i)]), .. Chunk("tRNS", [0, 128]),
            .. Chunk("IDAT", [0x78, 1, 1, 10, 0, 0xF5, 0xFF, 0, 0x10, 0, 0x20, 1, 0x30, 2, 0x12, 0, 0x21, 0, 0, 0, 0]), .. Chunk("IEND", []),
        ];
        Spoil(2, true, Encoded(1), Encoded(3), Encoded(4), palette);
    }

    [Fact]
    public void Bmp_and_pnm()
    {
        byte[] head = [.. "BM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 70, 0, 0, 0, 40, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0];
        byte[] runs = [.. head, 1, 2, 3, 0, 11, 12, 13, 0, 21, 22, 23, 0, 31, 32, 33, 0, 2, 1, 0, 3, 0, 1, 2, 0, 0, 0, 0, 2, 1, 0, 1, 3, 0, 1];
        byte[] plain = [.. head, .. new byte[100]];
        (plain[28], plain[30]) = (24, 0);
        byte[] masks = [.. head, .. new byte[100]];
        (masks[28], masks[30]) = (32, 3);
        Spoil(3, false, runs, plain, masks, [.. "P3 2 2 255 1 2 3 4 5 6 7 8 9 10 11 12 "u8], [.. "P4 9 2\n1234"u8], [.. "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nENDHDR\nabcd"u8]);
    }

    [JpegFact("image-codec")]
    public void Real_files()
    {
        var files = Directory.EnumerateFiles(Path.Combine(TestData.Root!, "image-codec"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(file => file.Length is > 0 and < 6000).ToArray();
        Assert.InRange(files.Length, 100, 387);
        Spoil(4, true, files);
    }

    private static void Spoil(int seed, bool mendsChunks, params byte[][] files)
    {
        var (random, decoded) = (new Random(seed), 0);
        for (var i = 0; i < Count; i++)
        {
            var file = files[i % files.Length].ToList();
            for (var change = random.Next(1, 5); change > 0 && file.Count > 0; change--) Change(file, random);
            byte[] spoilt = [.. file];
            // Half of the files have right checksums, so that what lies behind them is reached.
            if (mendsChunks && i % 2 == 0 && spoilt.AsSpan().StartsWith(PngChunks.Signature)) Mend(spoilt);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var picture = Picture.Decode(spoilt, i % 3 == 0 ? new PictureSize(4, 4) : null, "a");
                Assert.Equal(picture.Height * picture.Width * picture.Channels, picture.Bytes.Length);
                decoded++;
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("'a' ", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', exception.Message);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, PictureFile.MostBytes);
        }
        // Neither all spoilt beyond reading nor all unharmed.
        Assert.InRange(decoded, Count / 50, Count * 49 / 50);
    }

    private static void Change(List<byte> file, Random random)
    {
        var place = random.Next(file.Count);
        switch (random.Next(6))
        {
            case 0:
                file[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                file[place] = Odd[random.Next(Odd.Length)];
                break;
            case 2:
                file[place] = (byte)random.Next(256);
                break;
            case 3:
                file.RemoveRange(place, Math.Min(random.Next(1, 9), file.Count - place));
                break;
            case 4:
                file.InsertRange(place, file.GetRange(place, Math.Min(random.Next(1, 9), file.Count - place)));
                break;
            default:
                if (random.Next(8) == 0) file.RemoveRange(place, file.Count - place);
                break;
        }
    }

    private static void Mend(byte[] file)
    {
        for (var place = 8; place + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(place));
            if (length > file.Length - place - 12) return;
            var data = file.AsSpan(place + 8, (int)length).ToArray();
            Chunk(System.Text.Encoding.Latin1.GetString(file, place + 4, 4), data).CopyTo(file, place);
            place += (int)length + 12;
        }
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        using var stream = new MemoryStream();
        PngChunks.Write(stream, type, data);
        return stream.ToArray();
    }
}
