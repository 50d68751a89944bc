using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>All pictures of a folder of odd and broken ones beside libpng, libjpeg-turbo and Pillow: the same pixels, or refused with one line.</summary>
public sealed class PicturePeerTests
{
    private static readonly HashSet<string> Exempt =
    [
        // libjpeg-turbo runs past the end marker, which damage hides; TurboJPEG tells the last of its warnings alone, and that is another: decoded, with this warning.
        "jpeg-crash/imagetestsuite/21ad703b38e2c350215bb92a849486f3.jpg",
        // Pixels that broken runs leave out have the first colour in Pillow; here they are black.
        "image-rs/images/bmp/images/lenient/badrle.bmp",
    ];

    [JpegFact("image-codec")]
    public void Jpeg_files_are_libjpeg_turbos() => Check(isJpeg: true);

    [DataFact("image-codec")]
    public void Png_files_are_libpngs_and_others_as_their_references() => Check(isJpeg: false);

    private static void Check(bool isJpeg)
    {
        // Made by tests/peers/pictures.py: path, height, width, sum; or path, "refused", why.
        var (wrong, count) = (new List<string>(), 0);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Pictures", "expected.tsv")))
        {
            var columns = line.Split('\t');
            var path = Path.Combine(TestData.Root!, "image-codec", columns[0]);
            var expected = columns[1] == "refused" ? "refused" : string.Join(' ', columns[1..]);
            if (new JpegDecoder().Recognizes(File.ReadAllBytes(path)) != isJpeg) continue;
            count++;
            string actual;
            try
            {
                var picture = Picture.Read(path);
                actual = $"{picture.Height} {picture.Width} {PictureSums.SumAsRgba(picture)}";
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith($"'{path}' ", exception.Message, StringComparison.Ordinal);
                actual = "refused";
                if (expected != actual) actual += exception.Message[(path.Length + 2)..];
            }
            if (actual != expected && !Exempt.Contains(columns[0])) wrong.Add($"{columns[0]}: {actual}, not {string.Join(' ', columns[1..])}");
        }
        Assert.InRange(count, 100, 387);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
