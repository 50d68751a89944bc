using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

public sealed class JpegTests
{
    [JpegFact]
    public void Colours_grey_and_inks()
    {
        // libjpeg-turbo 2.1.5, tests/peers/jpegs.py.
        foreach (var (file, channels, sum) in new[] { (SmallJpegs.Colours, 3, 10230950u), (SmallJpegs.Grey, 1, 9942763u), (SmallJpegs.Inks, 3, 9359882u) })
        {
            var picture = Picture.Decode(file);
            Assert.Equal((10, 14, channels, null), (picture.Height, picture.Width, picture.Channels, picture.Warning));
            Assert.Equal(sum, PictureSums.SumAsRgba(picture));
            Assert.Equal("JPEG", PictureFile.Of(file, "a").Decoder.Name);
        }
    }

    [JpegFact]
    public void Pictures_are_turned_as_Exif_asks()
    {
        // Pillow's exif_transpose, tests/peers/jpegs.py.
        uint[] sums = [10230950, 10125896, 10084021, 10187318, 10317298, 10310524, 10009972, 10020511];
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            foreach (var isLittle in new[] { true, false })
            {
                var file = PictureFile.Of(SmallJpegs.Turned(SmallJpegs.Colours, orientation, isLittle), "a.jpg");
                var picture = file.Decode();
                Assert.Equal(orientation < 5 ? new PictureSize(10, 14) : new PictureSize(14, 10), new PictureSize(picture.Height, picture.Width));
                Assert.Equal(new PictureSize(picture.Height, picture.Width), file.Measure());
                Assert.Equal(sums[orientation - 1], PictureSums.SumAsRgba(picture));
            }
        }
        // What is no orientation is none.
        foreach (var odd in new[] { 0, 9 }) Assert.Equal(sums[0], PictureSums.SumAsRgba(Picture.Decode(SmallJpegs.Turned(SmallJpegs.Colours, odd, true))));
    }

    [JpegFact]
    public void A_large_picture_is_turned_too()
    {
        // Larger than the tiles in which it is turned: each place by the definition.
        var picture = new Picture(70, 45, 1, [.. Enumerable.Range(0, 70 * 45).Select(i => (byte)(i * 31 % 251))]);
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var turned = Orientation.Apply(picture, orientation);
            for (var row = 0; row < turned.Height; row++)
            {
                for (var column = 0; column < turned.Width; column++)
                {
                    // Exif 2.32, tag 274: where the stored row and column 0 are seen.
                    var (r, c) = orientation switch
                    {
                        1 => (row, column),
                        2 => (row, 44 - column),
                        3 => (69 - row, 44 - column),
                        4 => (69 - row, column),
                        5 => (column, row),
                        6 => (69 - column, row),
                        7 => (69 - column, 44 - row),
                        _ => (column, 44 - row),
                    };
                    Assert.Equal(picture.Bytes[r * 45 + c], turned.Bytes[row * turned.Width + column]);
                }
            }
        }
    }

    [JpegFact("image-codec")]
    public void Smaller_sizes_are_decoded_straight()
    {
        // libjpeg-turbo 2.1.5 at 1/8, 1/4, 1/2 and all, tests/peers/jpegs.py.
        foreach (var (name, height, width, sums) in new (string, int, int, uint[])[]
        {
            ("jpeg-misc/tower.jpg", 64, 64, [368556769, 1467205485, 1538119193, 1865266982]),
            ("jpeg-misc/tower_progressive.jpg", 64, 64, [368556769, 1467205485, 1538119193, 1865266982]),
            ("jpeg-misc/tower_grayscale.jpg", 64, 64, [362191510, 1441662440, 1437830640, 1466255107]),
            ("exif-orientation/Portrait_6.jpg", 225, 150, [3055060982, 3629916538, 1638513048, 2235038015]),
        })
        {
            var file = PictureFile.Open(Path.Combine(TestData.Root!, "image-codec", name));
            for (var step = 0; step < 4; step++)
            {
                var factor = 1 << step;
                // Just enough, and one more than the step below.
                foreach (var wanted in new[] { new PictureSize(height * factor, width * factor), new PictureSize(height * factor / 2 + 1, 1), new PictureSize(1, width * factor / 2 + 1) })
                {
                    var picture = file.Decode(wanted);
                    if (step > 0 || wanted.Height == height) Assert.Equal((height * factor, width * factor), (picture.Height, picture.Width));
                    if (picture.Height == height * factor) Assert.Equal(sums[step], PictureSums.SumAsRgba(picture));
                }
            }
            Assert.Equal(8 * height, file.Decode(new PictureSize(100_000, 1)).Height);
        }
    }
}
