using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

public sealed class PictureFileTests : IDisposable
{
    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [DataFact("image-codec")]
    public void Every_file_is_read_or_refused_by_name_and_takes_256_MB_at_most()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(TestData.Root!, "image-codec"), "*", SearchOption.AllDirectories))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var file = PictureFile.Open(path);
                var picture = file.Decode();
                Assert.Equal(picture.Height * picture.Width * picture.Channels, picture.Bytes.Length);
                Assert.Equal(new PictureSize(picture.Height, picture.Width), file.Measure());
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith($"'{path}' ", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', exception.Message);
            }
            catch (DllNotFoundException) when (!TurboJpeg.IsInstalled)
            {
                // Seen to be missing in the tests of JPEG, which skip.
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, PictureFile.MostBytes);
        }
    }

    [Theory]
    [InlineData("is GIF, which is not read; PNG, JPEG, BMP and PNM are.", "GIF89a")]
    [InlineData("is TIFF, which is not read; PNG, JPEG, BMP and PNM are.", "II*\0....")]
    [InlineData("is WebP, which is not read; PNG, JPEG, BMP and PNM are.", "RIFF....WEBP")]
    [InlineData("is AVIF, which is not read; PNG, JPEG, BMP and PNM are.", "....ftypavif")]
    [InlineData("is HEIF, which is not read; PNG, JPEG, BMP and PNM are.", "....ftypheic")]
    [InlineData("is no picture of a known format: it begins with 2E2E2E2E. PNG, JPEG, BMP and PNM are read.", "....ftypmp42")]
    [InlineData("is no picture of a known format: it begins with 61. PNG, JPEG, BMP and PNM are read.", "a")]
    [InlineData("is empty.", "")]
    public void What_is_no_picture(string message, string file)
    {
        var path = _files.Write("a", [.. file.Select(letter => (byte)letter)]);
        Assert.Equal($"'{path}' {message}", Assert.Throws<InvalidDataException>(() => Picture.Read(path)).Message);
    }

    [Fact]
    public void What_cannot_be_opened()
    {
        var none = _files["none"];
        Assert.Equal($"'{none}' cannot be read: Could not find file '{none}'.", Assert.Throws<InvalidDataException>(() => Picture.Read(none)).Message);
        Assert.Equal($"'{_files.Folder}' cannot be read: Access to the path '{_files.Folder}' is denied.", Assert.Throws<InvalidDataException>(() => Picture.Read(_files.Folder)).Message);
        var large = _files["large"];
        using (var stream = File.Create(large)) stream.SetLength(257L << 20);
        Assert.Equal($"'{large}' has 257 MB; pictures of at most 256 MB are read.", Assert.Throws<InvalidDataException>(() => Picture.Read(large)).Message);
    }
}
