using Striate.Data.Pictures;
using Striate.Training;

namespace Striate.Cli;

/// <summary>Examples side by side as one picture.</summary>
internal static class Sheet
{
    private const int Gap = 2;

    public static Picture Draw(IDataset data, int columns, int rows)
    {
        if (data.InputShape.Rank != 3) throw new ArgumentException($"The examples of {data.Name} are {data.InputShape}, no pictures.");
        var (height, width) = (data.InputShape[0], data.InputShape[1]);
        var sheet = new Picture(rows * (height + Gap) + Gap, columns * (width + Gap) + Gap, 3, new byte[(rows * (height + Gap) + Gap) * (columns * (width + Gap) + Gap) * 3]);
        sheet.Bytes.AsSpan().Fill(24);
        for (var i = 0; i < Math.Min(rows * columns, data.Count); i++) Paste(One(data, i), sheet, i / columns * (height + Gap) + Gap, i % columns * (width + Gap) + Gap);
        return sheet;
    }

    /// <summary>One example, its numbers stretched over 0…255.</summary>
    public static Picture One(IDataset data, int index)
    {
        var (input, target) = (new float[data.InputShape.Length], new float[data.TargetShape.Length]);
        data.Read(index, 0, input, target);
        return FromFloats(input, data.InputShape[0], data.InputShape[1], data.InputShape[2]);
    }

    /// <summary>Any numbers as a picture: the least black, the largest white.</summary>
    public static Picture FromFloats(ReadOnlySpan<float> values, int height, int width, int channels)
    {
        float least = float.MaxValue, most = float.MinValue;
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        var bytes = new byte[height * width * 3];
        for (var pixel = 0; pixel < height * width; pixel++)
            for (var c = 0; c < 3; c++) bytes[3 * pixel + c] = (byte)(255 * (values[pixel * channels + (channels >= 3 ? c : 0)] - least) / Math.Max(most - least, 1e-12f));
        return new Picture(height, width, 3, bytes);
    }

    private static void Paste(Picture from, Picture to, int top, int left)
    {
        for (var row = 0; row < from.Height; row++) from.Bytes.AsSpan(row * from.Width * 3, from.Width * 3).CopyTo(to.Bytes.AsSpan(((top + row) * to.Width + left) * 3));
    }
}
