using System.Globalization;
using Striate.Training;

namespace Striate.Data.Augmentation;

/// <summary>Augmentations by a text, and applied to data sets.</summary>
public static class Augmentations
{
    // The words, what their settings are called, how many are needed, their defaults and bounds, and what they make.
    private static readonly Word[] Words =
    [
        new("random-resized-crop", "LEAST/MOST area", 0, [new(0.08f, 0.001f, 1), new(1, 0.001f, 1)], v => v[0] <= v[1] ? new RandomResizedCrop(v[0], v[1]) : null),
        new("crop", "PIXELS, zeros around it and a random crop", 1, [Whole(10_000)], v => new Shift((int)v[0])),
        new("shift", "PIXELS, the same", 1, [Whole(10_000)], v => new Shift((int)v[0])),
        new("mirror", "PIXELS, a shift that mirrors the border", 1, [Whole(10_000)], v => new Shift((int)v[0]) { Mirrors = true }),
        new("flip", "", 0, [], _ => new Flip()),
        new("flip-vertical", "", 0, [], _ => new Flip { Vertical = true }),
        new("alternate", "a flip every second epoch", 0, [], _ => new Flip { Alternates = true }),
        new("rotate", "DEGREES", 1, [new(0, 0, 10_000)], v => new Rotation(v[0])),
        new("scale", "LEAST/MOST", 2, [new(1, 0.01f, 100), new(1, 0.01f, 100)], v => v[0] <= v[1] ? new Scaling(v[0], v[1]) : null),
        new("shear", "DEGREES", 1, [new(0, 0, 80)], v => new Shear(v[0])),
        new("color-jitter", "BRIGHTNESS/CONTRAST/SATURATION/HUE", 0, [new(0.4f, 0, 10), new(0.4f, 0, 10), new(0.4f, 0, 10), new(0, 0, 0.5f)],
            v => new ColorJitter { Brightness = v[0], Contrast = v[1], Saturation = v[2], Hue = v[3] }),
        new("brightness", "AMOUNT", 1, [new(0, 0, 10)], v => new ColorJitter { Brightness = v[0] }),
        new("contrast", "AMOUNT", 1, [new(0, 0, 10)], v => new ColorJitter { Contrast = v[0] }),
        new("saturation", "AMOUNT", 1, [new(0, 0, 10)], v => new ColorJitter { Saturation = v[0] }),
        new("hue", "AMOUNT", 1, [new(0, 0, 0.5f)], v => new ColorJitter { Hue = v[0] }),
        new("blur", "PIXELS", 0, [new(2, 0.01f, 80)], v => new GaussianBlur(v[0])),
        new("noise", "DEVIATION", 0, [new(0.05f, 0, 1)], v => new GaussianNoise(v[0])),
        new("cutout", "PIXELS", 1, [Whole(10_000)], v => new Cutout((int)v[0])),
        new("rand-augment", "COUNT/MAGNITUDE", 0, [Whole(14) with { Default = 2 }, Whole(RandAugment.Strongest) with { Default = 9 }], v => new RandAugment((int)v[0], (int)v[1])),
        new("mixup", "ALPHA", 0, [new(0.2f, 0.01f, 100)], v => new Mixup(v[0])),
        new("cutmix", "ALPHA", 0, [new(1, 0.01f, 100)], v => new CutMix(v[0])),
    ];

    /// <summary>The words that <see cref="Parse"/> knows, with their settings.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Words.Select(word => word.Help)];

    /// <summary>Reads a list such as <c>random-resized-crop,flip,color-jitter:0.4/0.4/0.4/0.1,mixup:0.2</c>: settings stand behind a colon (or an equals sign), one behind the other with slashes between them;
    /// what is left out has its default. <c>none</c> is the empty list.</summary>
    /// <exception cref="ArgumentException">A word or number is not understood; the message lists what is.</exception>
    public static IReadOnlyList<Augmentation> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim() == "none" ? [] : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];
    }

    /// <summary>The data with augmentations.</summary>
    public static IDataset Augment(this IDataset data, IReadOnlyList<Augmentation> augmentations, ulong seed = 0) => new AugmentedDataset(data, augmentations, seed);

    private static Augmentation ParseOne(string text)
    {
        var at = text.IndexOfAny([':', '=']);
        var name = (at < 0 ? text : text[..at]).Replace("colour", "color", StringComparison.Ordinal);
        if (Words.FirstOrDefault(word => word.Name == name) is not { } word) throw new ArgumentException($"'{text}' is no augmentation. There are: {string.Join(", ", Known)}.");
        string[] values = at < 0 ? [] : text[(at + 1)..].Split('/');
        if (values.Length < word.Needed || values.Length > word.Settings.Length || word.Read(values) is not { } augmentation)
            throw new ArgumentException($"'{text}' is no augmentation as it is written; {(word.Settings.Length == 0 ? $"{word.Name} has no settings" : $"it is {word.Help}, {word.Bounds}")}.");
        return augmentation;
    }

    private static Setting Whole(float most) => new(0, 0, most) { IsWhole = true };

    private readonly record struct Setting(float Default, float Least, float Most)
    {
        public bool IsWhole { get; init; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsWhole ? "a whole number " : "")}from {Least} to {Most}");
    }

    private sealed record Word(string Name, string Meaning, int Needed, Setting[] Settings, Func<float[], Augmentation?> Make)
    {
        public string Help => Settings.Length == 0 ? Meaning.Length == 0 ? Name : $"{Name} ({Meaning})"
            : Meaning.IndexOf(',') is var comma && comma < 0 ? $"{Name}:{Meaning}" : $"{Name}:{Meaning[..comma]} ({Meaning[(comma + 2)..]})";

        public string Bounds => string.Join(", ", Settings.Select(setting => setting.ToString()).Distinct());

        public Augmentation? Read(string[] texts)
        {
            var values = Settings.Select(setting => setting.Default).ToArray();
            for (var i = 0; i < texts.Length; i++)
            {
                if (!float.TryParse(texts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out values[i]) || !(values[i] >= Settings[i].Least && values[i] <= Settings[i].Most)) return null;
                if (Settings[i].IsWhole && values[i] != MathF.Floor(values[i])) return null;
            }
            return Make(values);
        }
    }
}
