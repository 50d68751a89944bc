using System.Collections.Immutable;
using System.Globalization;
using Striate.Data.Pictures;
using Striate.Training;

namespace Striate.Data.Folders;

/// <summary><c>images:DIR,size=224,…</c>.</summary>
internal static class PictureFolderText
{
    private const string Known = "size=N or size=HEIGHTxWIDTH, channels=1|3, crop=SHARE|none, unreadable=refuse|skip, mean=R/G/B, scale=R/G/B, normalize=imagenet";

    /// <summary>What ImageNet's networks of torchvision and others were trained with.</summary>
    private static readonly ImmutableArray<float> ImageNetMean = [0.485f, 0.456f, 0.406f], ImageNetScale = [0.229f, 0.224f, 0.225f];

    public static string Needs { get; } = $"a folder of pictures for each class, or train, and where wanted val and test, of such folders; {Known} may follow, each behind a comma";

    public static DataSplits Open(string text)
    {
        // A folder's name may hold commas: the longest that exists counts.
        var parts = text.Split(',');
        var length = parts.Length;
        while (length > 1 && !Directory.Exists(string.Join(',', parts[..length]))) length--;
        var options = new PictureFolderOptions();
        foreach (var part in parts[length..]) options = With(options, part);
        return PictureFolder.Load(string.Join(',', parts[..length]), options);
    }

    private static PictureFolderOptions With(PictureFolderOptions options, string text)
    {
        var (name, value) = text.Split('=', 2) is [var left, var right] ? (left, right) : (text, "");
        var preprocessing = options.Preprocessing;
        return (name, value) switch
        {
            ("size", _) when Size(value) is { } size => options with { Size = size },
            ("channels", "1" or "3") => options with { Channels = value[0] - '0' },
            ("crop", "none") => options with { Preprocessing = preprocessing with { Crop = null } },
            ("crop", _) when Number(value) is { } share and > 0 and <= 1 => options with { Preprocessing = preprocessing with { Crop = share } },
            ("unreadable", "refuse") => options with { Unreadable = Unreadable.Refuse },
            ("unreadable", "skip") => options with { Unreadable = Unreadable.Skip },
            ("mean", _) when Numbers(value) is { } mean => options with { Preprocessing = preprocessing with { Mean = mean } },
            ("scale", _) when Numbers(value) is { } scale && scale.All(number => number > 0) => options with { Preprocessing = preprocessing with { Scale = scale } },
            ("normalize", "imagenet") => options with { Preprocessing = preprocessing with { Mean = ImageNetMean, Scale = ImageNetScale } },
            _ => throw new ArgumentException($"'{text}' is no option of images:DIR. There are: {Known}."),
        };
    }

    private static PictureSize? Size(string text)
    {
        var sizes = text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 8192 ? size : 0).ToArray();
        return sizes is [> 0] ? new PictureSize(sizes[0], sizes[0]) : sizes is [> 0, > 0] ? new PictureSize(sizes[0], sizes[1]) : null;
    }

    private static float? Number(string text) => float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number : null;

    private static ImmutableArray<float>? Numbers(string text)
    {
        var numbers = text.Split('/').Select(Number).ToArray();
        return numbers.Length is 1 or 3 && numbers.All(number => number is not null) ? [.. numbers.Select(number => number!.Value)] : null;
    }
}
