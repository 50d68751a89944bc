using System.Globalization;
using Striate.Data.Pictures;
using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Cli;

/// <summary>Maps as files: pictures, tables and arrays.</summary>
internal static class MapFiles
{
    public const string Help = "A picture, a .csv table, or an .npy array of one to three axes";

    /// <summary>spatial… × C: a picture's bytes as 0 to 255 without its transparency, a table or an array as one channel.</summary>
    public static Tensor Read(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csv":
                var table = Csv.Read(path);
                return table.Reshape([.. table.Shape, 1]);
            case ".npy":
                var array = Npy.Read(path);
                if (array.Shape.Rank is < 1 or > 3 || array.Type != ElementType.Float32) throw new InvalidDataException($"'{path}' is {array}; maps are floats on one to three axes.");
                return array.Reshape([.. array.Shape, 1]);
            case var _ when PictureDecoders.IsPicture(path):
                var picture = Picture.Read(path);
                if (picture.Channels == 4) picture = picture.WithChannels(3);
                return Tensor.From<float>([.. picture.Bytes.Select(value => (float)value)], Shape.Of(picture.Height, picture.Width, picture.Channels));
            default:
                throw new ArgumentException($"'{path}' is no map that is known. Maps are pictures, .csv tables and .npy arrays.");
        }
    }

    /// <summary>What <see cref="Write"/> makes of numbers that are no bytes.</summary>
    public const string RangeHelp = "Numbers outside 0 to 255 in a .png: clamp them, stretch all to fill 0 to 255, or take absolute values";

    /// <summary>A map as a picture, a table or an array.</summary>
    public static void Write(string path, Tensor map, string range)
    {
        if (range is not ("clamp" or "stretch" or "absolute")) throw new ArgumentException($"--range {range} is unknown. There are: clamp, stretch, absolute.");
        var (rank, channels) = (map.Shape.Rank - 1, map.Shape.Channels);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csv" when rank <= 2 && channels == 1:
                File.WriteAllText(path, Table(map));
                break;
            case ".npy" when channels == 1:
                Npy.Write(path, map.Reshape([.. map.Shape[..^1]]));
                break;
            case ".npy":
                Npy.Write(path, map);
                break;
            case ".png" when rank == 2 && channels is 1 or 3:
                Png.Write(path, new Picture(map.Shape[0], map.Shape[1], channels, Bytes(map.Floats, range)));
                break;
            default:
                throw new ArgumentException($"--out {path} cannot hold {map.Shape}: .png takes two axes and one or three channels, .csv one or two axes and one channel, .npy anything.");
        }
    }

    /// <summary>A map of one channel as text: a row a line, numbers to seven digits.</summary>
    public static string Table(Tensor map)
    {
        var columns = map.Shape.Rank == 2 ? map.Shape[0] : map.Shape[1];
        var numbers = map.ToArray().Select(value => (value == 0 ? 0 : value).ToString("G7", CultureInfo.InvariantCulture)).ToArray();
        return string.Concat(Enumerable.Range(0, numbers.Length / columns).Select(row => string.Join(',', numbers.Skip(row * columns).Take(columns)) + "\n"));
    }

    private static byte[] Bytes(ReadOnlySpan<float> values, string range)
    {
        float least = float.MaxValue, most = float.MinValue;
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = range switch { "stretch" => 255 * (values[i] - least) / Math.Max(most - least, 1e-12f), "absolute" => Math.Abs(values[i]), _ => values[i] };
            bytes[i] = (byte)Math.Clamp(value + 0.5f, 0, 255);
        }
        return bytes;
    }
}
