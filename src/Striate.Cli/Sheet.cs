using Striate.Data;
using Striate.Data.Pictures;
using Striate.Networks;
using Striate.Training;

namespace Striate.Cli;

/// <summary>Examples side by side as one picture.</summary>
internal static class Sheet
{
    private const int Gap = 2;

    public static Picture Draw(IDataset data, int columns, int rows)
    {
        if (data.InputShape.Rank != 3) throw new ArgumentException($"The examples of {data.Name} are {data.InputShape}, no pictures.");
        var sheet = Empty(rows, columns, data.InputShape[0], data.InputShape[1]);
        // From all over the data: folders come class by class.
        var count = Math.Min(rows * columns, data.Count);
        for (var i = 0; i < count; i++) Paste(One(data, (int)((long)i * data.Count / count)), sheet, i / columns, i % columns);
        return sheet;
    }

    /// <summary>A sheet without pictures.</summary>
    public static Picture Empty(int rows, int columns, int height, int width)
    {
        var (all, across) = ((long)rows * (height + Gap) + Gap, (long)columns * (width + Gap) + Gap);
        if (all * across * 3 > 1 << 30) throw new ArgumentException($"A sheet of {rows} × {columns} pictures of {height}×{width} has {all * across / 1_000_000} million pixels; ask for fewer rows or columns.");
        var sheet = new Picture((int)all, (int)across, 3, new byte[all * across * 3]);
        sheet.Bytes.AsSpan().Fill(24);
        return sheet;
    }

    /// <summary>One example.</summary>
    public static Picture One(IDataset data, int index)
    {
        var (input, target) = (new float[data.InputShape.Length], new float[data.TargetShape.Length]);
        data.Read(index, 0, input, target);
        return FromInput(data, input);
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

    /// <summary>The numbers of one example as a picture: bytes as they are behind the preprocessing, floats stretched over 0…255.</summary>
    public static Picture FromInput(IDataset data, ReadOnlySpan<float> values)
    {
        var shape = data.InputShape;
        if (data is not IPreprocessedDataset { Preprocessing: { } preprocessing }) return FromFloats(values, shape[0], shape[1], shape[2]);
        var bytes = new byte[shape[0] * shape[1] * 3];
        for (var pixel = 0; pixel < shape[0] * shape[1]; pixel++)
        {
            for (var c = 0; c < 3; c++)
            {
                var channel = shape[2] >= 3 ? c : 0;
                bytes[3 * pixel + c] = (byte)Math.Clamp(Grade(preprocessing, values[pixel * shape[2] + channel], channel) + 0.5f, 0, 255);
            }
        }
        return new Picture(shape[0], shape[1], 3, bytes);
    }

    private static float Grade(Preprocessing preprocessing, float value, int channel) =>
        (value * (preprocessing.Scale.Length == 0 ? 1 : preprocessing.Scale[channel]) + (preprocessing.Mean.Length == 0 ? 0 : preprocessing.Mean[channel])) / preprocessing.Factor;

    /// <summary>Puts a picture into a sheet of pictures of its size.</summary>
    public static void Paste(Picture from, Picture to, int row, int column)
    {
        var (top, left) = (row * (from.Height + Gap) + Gap, column * (from.Width + Gap) + Gap);
        for (var y = 0; y < from.Height; y++) from.Bytes.AsSpan(y * from.Width * 3, from.Width * 3).CopyTo(to.Bytes.AsSpan(((top + y) * to.Width + left) * 3));
    }
}
