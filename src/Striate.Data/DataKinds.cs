using System.Globalization;
using Striate.Data.Readers;
using Striate.Data.Synthetic;
using Striate.Training;

namespace Striate.Data;

/// <summary>Data by a text, as on the command line: <c>KIND:PATH</c>, or <c>synthetic:NAME</c> with options as in <c>synthetic:digits,count=2000,seed=3</c>.</summary>
public static class DataKinds
{
    /// <summary>The kinds.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mnist:DIR", "idx:DIR", "cifar10:DIR", "npy:DIR", "synthetic:digits", "synthetic:shapes"];

    /// <summary>Opens data.</summary>
    /// <exception cref="ArgumentException">The kind or an option is unknown.</exception>
    /// <exception cref="InvalidDataException">A file is missing or damaged.</exception>
    public static DataSplits Open(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, path) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        return kind switch
        {
            "mnist" => Mnist.Load(path),
            "idx" => Idx.Load(path),
            "cifar10" => Cifar10.Load(path),
            "npy" => NpyFolder.Load(path),
            "synthetic" => Synthetic(path),
            _ => throw new ArgumentException($"'{text}' is no kind of data. There are: {string.Join(", ", Names)}."),
        };
    }

    private static DataSplits Synthetic(string text)
    {
        var parts = text.Split(',');
        var (count, test, size, seed) = (12000, 2000, parts[0] == "shapes" ? 32 : 28, 0UL);
        foreach (var part in parts[1..])
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "");
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (name)
            {
                case "count" when isNumber: count = number; break;
                case "test" when isNumber: test = number; break;
                case "size" when isNumber: size = number; break;
                case "seed" when isNumber: seed = (ulong)number; break;
                default: throw new ArgumentException($"'{part}' is no option of synthetic:{parts[0]}. There are: count=N, test=N, size=N, seed=N.");
            }
        }
        return parts[0] switch
        {
            "digits" => SyntheticPictures.Digits(count, test, size, seed),
            "shapes" => SyntheticPictures.Shapes(count, test, size, seed),
            _ => throw new ArgumentException($"'synthetic:{parts[0]}' is no kind of data. There are: synthetic:digits, synthetic:shapes."),
        };
    }
}
