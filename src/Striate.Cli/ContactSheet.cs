using System.Globalization;
using Striate.Data.Pictures;
using Striate.Plans;

namespace Striate.Cli;

/// <summary>Pictures side by side with their names and the two best answers for each.</summary>
internal static class ContactSheet
{
    /// <summary>The most pictures of one sheet.</summary>
    public const int Most = 1000;

    private const int Side = 128;
    private const int Gap = 4;
    private const int Cell = Side + Gap;
    private const int Row = Side + 3 * Letters.Line + 2 * Gap;

    public static Picture Draw(IReadOnlyList<(string Path, IReadOnlyList<ClassProbability> Answers)> answers)
    {
        var count = Math.Min(Most, answers.Count);
        var columns = Math.Clamp((int)Math.Ceiling(Math.Sqrt(count)), 1, 8);
        var (height, width) = ((count + columns - 1) / columns * Row + Gap, columns * Cell + Gap);
        var sheet = new Picture(height, width, 3, new byte[height * width * 3]);
        sheet.Bytes.AsSpan().Fill(24);
        for (var i = 0; i < count; i++)
        {
            var (top, left) = (i / columns * Row + Gap, i % columns * Cell + Gap);
            var (path, best) = answers[i];
            if (PictureDecoders.IsPicture(path)) Place(Picture.Read(path, new PictureSize(Side, Side)).WithChannels(3), sheet, top, left);
            else Letters.Draw(sheet, top + Side / 2, left + Gap, Side - 2 * Gap, "numbers", 110);
            Letters.Draw(sheet, top + Side + Gap, left, Side, Path.GetFileName(path), 150);
            for (var answer = 0; answer < Math.Min(2, best.Count); answer++)
            {
                var probability = best[answer].Probability.ToString("0.00", CultureInfo.InvariantCulture);
                var line = top + Side + Gap + (1 + answer) * Letters.Line;
                Letters.Draw(sheet, line, left, 4 * Letters.Advance, probability, answer == 0 ? (byte)255 : (byte)150);
                Letters.Draw(sheet, line, left + 5 * Letters.Advance, Side - 5 * Letters.Advance, best[answer].Name, answer == 0 ? (byte)255 : (byte)150);
            }
        }
        return sheet;
    }

    // In the middle of its square: large ones made smaller, small ones larger by a whole factor.
    private static void Place(Picture picture, Picture sheet, int top, int left)
    {
        var longest = Math.Max(picture.Height, picture.Width);
        if (longest > Side) picture = picture.Resize(Math.Max(1, picture.Height * Side / longest), Math.Max(1, picture.Width * Side / longest));
        var factor = Math.Max(1, Side / Math.Max(picture.Height, picture.Width));
        var (height, width) = (picture.Height * factor, picture.Width * factor);
        (top, left) = (top + (Side - height) / 2, left + (Side - width) / 2);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                picture.Bytes.AsSpan((y / factor * picture.Width + x / factor) * 3, 3).CopyTo(sheet.Bytes.AsSpan(((top + y) * sheet.Width + left + x) * 3));
    }
}
