using System.Globalization;
using Striate.Training;

namespace Striate.Data.Augmentation;

/// <summary>Augmentations by a text, and applied to data sets.</summary>
public static class Augmentations
{
    private const string Known = "shift:PIXELS, crop:PIXELS (padding and a random crop), mirror:PIXELS (a shift that mirrors the border), flip, alternate (a flip every second epoch), rotate:DEGREES, cutout:SIZE";

    /// <summary>Reads a list such as <c>crop:4,flip,cutout:8</c>.</summary>
    /// <exception cref="ArgumentException">A word or number is not understood; the message lists what is.</exception>
    public static IReadOnlyList<Augmentation> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];
    }

    /// <summary>The data with augmentations.</summary>
    public static IDataset Augment(this IDataset data, IReadOnlyList<Augmentation> augmentations, ulong seed = 0) => new AugmentedDataset(data, augmentations, seed);

    private static Augmentation ParseOne(string text)
    {
        var (word, value) = text.Split(':', 2) is [var left, var right] ? (left, right) : (text, "");
        var isNumber = float.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 10_000;
        var isWhole = isNumber && number == MathF.Floor(number);
        return word switch
        {
            "flip" when value.Length == 0 => new Flip(),
            "alternate" when value.Length == 0 => new Flip { Alternates = true },
            "shift" or "crop" when isWhole => new Shift((int)number),
            "mirror" when isWhole => new Shift((int)number) { Mirrors = true },
            "rotate" when isNumber => new Rotation(number),
            "cutout" when isWhole => new Cutout((int)number),
            _ => throw new ArgumentException($"'{text}' is no augmentation. There are: {Known}."),
        };
    }
}
