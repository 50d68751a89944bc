using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>All pictures of a folder of odd and broken ones beside libpng, libjpeg-turbo and Pillow: the same pixels, or refused with one line.</summary>
public sealed class PicturePeerTests
{
    // libjpeg-turbo runs past its end marker, which damage hides; TurboJPEG tells the last of its warnings alone, and that is another: decoded with this warning.
    private const string Hidden = "21ad703b38e2c350215bb92a849486f3.jpg";

    [DataFact("image-codec")]
    public void Every_picture_is_decoded_as_its_reference_library_does_or_refused()
    {
        // Made by tests/peers/pictures.py: path, height, width, sum; or path, "refused", why.
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Pictures", "expected.tsv")))
        {
            var columns = line.Split('\t');
            var path = Path.Combine(TestData.Root!, "image-codec", columns[0]);
            var expected = columns[1] == "refused" ? "refused" : string.Join(' ', columns[1..]);
            if (columns[0].EndsWith(".bmp", StringComparison.Ordinal)) continue;
            if (!TurboJpeg.IsInstalled && new JpegDecoder().Recognizes(File.ReadAllBytes(path))) continue;
            string actual;
            try
            {
                var picture = Picture.Read(path);
                actual = $"{picture.Height} {picture.Width} {Sum(picture)}";
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith($"'{path}' ", exception.Message, StringComparison.Ordinal);
                actual = "refused";
                if (expected != actual) actual += exception.Message[(path.Length + 2)..];
            }
            if (actual != expected && !path.EndsWith(Hidden, StringComparison.Ordinal)) wrong.Add($"{columns[0]}: {actual}, not {string.Join(' ', columns[1..])}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // Σ byte · (place mod 251 + 1) mod 2³² over the picture as RGBA.
    private static uint Sum(Picture picture)
    {
        var (sum, place) = (0u, 0);
        void Add(int value) => sum += (uint)(value * (place++ % 251 + 1));
        for (var i = 0; i < picture.Height * picture.Width; i++)
        {
            var pixel = picture.Bytes.AsSpan(i * picture.Channels, picture.Channels);
            for (var c = 0; c < 3; c++) Add(pixel[picture.Channels == 1 ? 0 : c]);
            Add(picture.Channels == 4 ? pixel[3] : 255);
        }
        return sum;
    }
}
