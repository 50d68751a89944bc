using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

public sealed class ResizeTests
{
    // Pillow 9.4, tests/peers/resize.py: height, width, channels; height, width of the result; top, left, height, width of the part; sum.
    [Theory]
    [InlineData(37, 53, 3, 16, 20, 0, 0, 37, 53, 14014536, 14029892)]
    [InlineData(37, 53, 3, 60, 90, 0, 0, 37, 53, 244210287, 244496032)]
    [InlineData(37, 53, 1, 16, 20, 0, 0, 37, 53, 4068660, 4064816)]
    [InlineData(37, 53, 1, 1, 1, 0, 0, 37, 53, 120, 120)]
    [InlineData(1, 1, 3, 5, 7, 0, 0, 1, 1, 139160, 139160)]
    [InlineData(300, 400, 3, 37, 37, 11, 22, 201, 303, 61225491, 61239095)]
    [InlineData(300, 400, 3, 224, 224, 0, 0, 300, 400, 2274983616, 2275003817)]
    [InlineData(300, 400, 3, 300, 100, 0, 0, 300, 400, 1361419077, 1360046725)]
    [InlineData(300, 400, 3, 100, 400, 0, 0, 300, 400, 1816791659, 1813793631)]
    [InlineData(300, 400, 3, 299, 401, 1, 1, 299, 399, 1135607311, 1137509009)]
    [InlineData(64, 64, 1, 64, 33, 0, 31, 64, 33, 30944141, 30944141)]
    public void Bilinear_and_bicubic_are_Pillows(int height, int width, int channels, int toHeight, int toWidth, int top, int left, int boxHeight, int boxWidth, uint bilinear, uint bicubic)
    {
        var picture = Make(height, width, channels);
        var box = new PictureBox(top, left, boxHeight, boxWidth);
        Assert.Equal(bilinear, PictureSums.Sum(picture.Resize(toHeight, toWidth, PictureFilter.Bilinear, box).Bytes));
        Assert.Equal(bicubic, PictureSums.Sum(picture.Resize(toHeight, toWidth, PictureFilter.Bicubic, box).Bytes));
        Assert.Equal(bilinear, PictureSums.Sum(picture.Crop(box).Resize(toHeight, toWidth, PictureFilter.Bilinear).Bytes));
    }

    [Theory]
    [InlineData(37, 53, 3, 16, 20)]
    [InlineData(37, 53, 4, 16, 20)]
    [InlineData(5, 4, 1, 13, 31)]
    [InlineData(90, 1, 3, 7, 1)]
    [InlineData(8, 8, 3, 1, 1)]
    public void Areas_are_means(int height, int width, int channels, int toHeight, int toWidth)
    {
        var picture = Make(height, width, channels);
        var resized = picture.Resize(toHeight, toWidth);
        for (var row = 0; row < toHeight; row++)
        {
            for (var column = 0; column < toWidth; column++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    // Rounded to bytes behind each of two passes: within one of the mean.
                    var mean = Mean(picture, row * (double)height / toHeight, (row + 1) * (double)height / toHeight, column * (double)width / toWidth, (column + 1) * (double)width / toWidth, channel);
                    Assert.InRange(resized.Bytes[(row * toWidth + column) * channels + channel], mean - 1, mean + 1);
                }
            }
        }
    }

    [Fact]
    public void White_stays_white_and_black_black()
    {
        foreach (var filter in Enum.GetValues<PictureFilter>())
        {
            foreach (var (height, width) in new[] { (3, 5), (19, 23), (100, 7) })
            {
                var white = new Picture(31, 29, 3, Enumerable.Repeat((byte)255, 31 * 29 * 3).ToArray()).Resize(height, width, filter);
                Assert.All(white.Bytes, value => Assert.Equal(255, value));
                Assert.All(new Picture(31, 29, 3, new byte[31 * 29 * 3]).Resize(height, width, filter).Bytes, value => Assert.Equal(0, value));
            }
        }
    }

    [Fact]
    public void A_crop_is_a_part()
    {
        var picture = new Picture(3, 4, 1, [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23]);
        Assert.Equal([11, 12, 21, 22], picture.Crop(new PictureBox(1, 1, 2, 2)).Bytes);
        Assert.Same(picture, picture.Crop(new PictureBox(0, 0, 3, 4)));
        Assert.Equal([12, 13], new Picture(1, 4, 1, [10, 11, 12, 13]).Crop(new PictureBox(0, 2, 1, 2)).Bytes);
    }

    [Fact]
    public void What_is_no_part_and_no_size()
    {
        var picture = Make(3, 4, 1);
        Assert.Equal("A rectangle of 2×3 at row 1, column 0 does not lie in a picture of 4×3.", Assert.Throws<ArgumentException>(() => picture.Crop(new PictureBox(1, 0, 3, 2))).Message);
        Assert.Equal("A rectangle of 2147483647×1 at row 0, column 2147483647 does not lie in a picture of 4×3.", Assert.Throws<ArgumentException>(() => picture.Crop(new PictureBox(0, int.MaxValue, 1, int.MaxValue))).Message);
        Assert.Equal("A picture of 5×0 pixels is none; at least 1×1 are needed.", Assert.Throws<ArgumentException>(() => picture.Resize(0, 5)).Message);
    }

    private static Picture Make(int height, int width, int channels) =>
        new(height, width, channels, [.. Enumerable.Range(0, height * width * channels).Select(i => (byte)((i * (long)i * 7 + i * 13L) % 251))]);

    private static double Mean(Picture picture, double top, double bottom, double left, double right, int channel)
    {
        double sum = 0, weight = 0;
        for (var row = (int)top; row < Math.Min(Math.Ceiling(bottom), picture.Height); row++)
        {
            for (var column = (int)left; column < Math.Min(Math.Ceiling(right), picture.Width); column++)
            {
                var share = (Math.Min(bottom, row + 1) - Math.Max(top, row)) * (Math.Min(right, column + 1) - Math.Max(left, column));
                sum += share * picture.Bytes[(row * picture.Width + column) * picture.Channels + channel];
                weight += share;
            }
        }
        return sum / weight;
    }
}
