using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Data.Folders;
using Striate.Insight;
using Striate.Kernels.Padding;
using Striate.Layers;
using Striate.Models;
using Striate.Networks;
using Striate.Onnx;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Cli;

/// <summary>Options that several commands share, and what their texts mean.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON object on standard output, progress on standard error" };

    public static Option<int> Threads() => new("--threads") { Description = "Threads", DefaultValueFactory = _ => Environment.ProcessorCount };

    public static Option<string> Model(string description) => new("--model") { Description = description, Required = true };

    public static Option<string> Data() => new("--data") { Description = "KIND:PATH, as in mnist:DIR or synthetic:digits", Required = true };

    /// <summary>Data as an argument, or behind <c>--data</c> as other commands have it.</summary>
    public static (Argument<string?> Argument, Option<string?> Option) DataToLookAt() => (
        new("data") { Description = "KIND:PATH, as in mnist:DIR or synthetic:digits", Arity = ArgumentArity.ZeroOrOne },
        new("--data") { Description = "The same, as other commands have it" });

    /// <summary>The data that were given as an argument or behind <c>--data</c>.</summary>
    public static DataSplits OpenData(string? argument, string? option) => (argument, option) switch
    {
        (null, null) => throw new ArgumentException("Which data? Give KIND:PATH, as in mnist:DIR or synthetic:digits."),
        ({ } one, { } other) when one != other => throw new ArgumentException($"Data are given once; '{one}' and --data {other} were."),
        _ => OpenData((argument ?? option)!),
    };

    /// <summary>Opens data, and says on standard error which files were left out.</summary>
    public static DataSplits OpenData(string text)
    {
        var splits = DataKinds.Open(text);
        foreach (var part in new[] { splits.Train, splits.Validation, splits.Test }.OfType<PictureFolder>())
            foreach (var message in part.Skipped) Console.Error.WriteLine($"skipped: {message}");
        return splits;
    }

    public static Option<string> Order() => new("--order") { Description = "Cells counted along the rows, or down the columns: rows or columns", DefaultValueFactory = _ => "rows" };

    public static VectorOrder Order(string text) => text switch
    {
        "rows" => VectorOrder.RowMajor,
        "columns" => VectorOrder.ColumnMajor,
        _ => throw new ArgumentException($"--order {text} is unknown. There are: rows, columns."),
    };

    public static Option<bool?> TestMirror(string otherwise) => new("--test-mirror")
    {
        Description = $"Whether a picture's outputs are averaged with its mirror image's when the trained model is judged (default {otherwise})",
    };

    public static Option<string> Algorithms() => new("--algorithms")
    {
        Description = "fastest, or direct for convolutions without Winograd's and Fourier's transforms",
        DefaultValueFactory = _ => "fastest",
    };

    public static Option<bool> Recompute() => new("--recompute") { Description = "Compute cheap values again in the backward pass instead of keeping them: less memory, more time, the same numbers" };

    public static PlanOptions Plan(int threads, string algorithms = "fastest", bool recompute = false) => new()
    {
        Recompute = recompute,
        Threads = threads is >= 1 and <= 1024 ? threads : throw new ArgumentException($"--threads {threads} must lie between 1 and 1024."),
        Algorithms = algorithms switch
        {
            "fastest" => Kernels.Convolution.Algorithms.Fastest,
            "direct" => Kernels.Convolution.Algorithms.Direct,
            _ => throw new ArgumentException($"--algorithms {algorithms} is unknown. There are: fastest, direct."),
        },
    };

    public static Option<double> Seconds() => new("--seconds")
    {
        Description = "Seconds of measurement, behind as many of warm-up",
        DefaultValueFactory = _ => 1.5,
    };

    public static TimeSpan Seconds(double seconds) => seconds is >= 0.01 and <= 60
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--seconds {seconds} must lie between 0.01 and 60."));

    /// <summary>A model by file or by name.</summary>
    public static Network Network(string model, Shape? input = null, int? classes = null)
    {
        if (model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) return OnnxModel.Load(model);
        return ModelZoo.Build(model, input, classes);
    }

    /// <summary>Says on standard error what should be known before the network answers.</summary>
    public static void Warn(Network network)
    {
        foreach (var warning in network.InferenceWarnings) Console.Error.WriteLine("warning: " + warning);
    }

    /// <summary>Sizes as in <c>224x224x3</c>.</summary>
    public static Shape? Shape(string? text)
    {
        if (text is null) return null;
        var parts = text.Split('x', '×');
        var sizes = parts.Select(part => int.TryParse(part, out var size) && size is >= 1 and <= 1 << 20 ? size : throw new ArgumentException($"'{text}' is no size; sizes look like 224x224x3.")).ToArray();
        return Tensors.Shape.Of(sizes);
    }

    /// <summary>How <see cref="Map"/> is written.</summary>
    public const string MapHelp = "The map's size, as in 7, 7x9 or 8x7x7";

    public static Option<int> Axes() => new("--axes") { Description = "The number of axes that one number in --input stands for", DefaultValueFactory = _ => 2 };

    public static Option<int> InputChannels() => new("--input-channels") { Description = "Input channels", DefaultValueFactory = _ => 1 };

    /// <summary>A map by its spatial sizes and its channels.</summary>
    public static Shape Map(string text, int axes, int channels)
    {
        if (axes is < 1 or > 3) throw new ArgumentException($"--axes {axes} must be 1, 2 or 3.");
        if (channels < 1) throw new ArgumentException($"--input-channels {channels} must be 1 or more.");
        var sizes = Shape(text)!;
        if (sizes.Rank > 3) throw new ArgumentException($"--input {text} has {sizes.Rank} sizes; a map has 1 to 3 spatial axes. Channels are given by --input-channels.");
        return Tensors.Shape.Of([.. sizes.Rank == 1 ? Enumerable.Repeat(sizes[0], axes) : sizes, channels]);
    }

    /// <summary>A number for all axes or one an axis, as in <c>3</c> or <c>1x7</c>.</summary>
    public static AxisSizes Sizes(string option, string text)
    {
        int Size(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= 1 << 20
            ? size
            : throw new ArgumentException($"{option} {text}: '{part}' is no whole number{(part.All(char.IsAsciiDigit) && part.Length > 0 ? $" up to {1 << 20}" : "")}; sizes look like 3 or 1x7.");
        return new AxisSizes([.. text.Split('x', '×').Select(Size)]);
    }

    /// <summary>A factor for all axes or one an axis, as in <c>0.5</c> or <c>1x2</c>.</summary>
    public static AxisScales Scales(string text) => new([.. text.Split('x', '×').Select(part =>
        float.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale) ? scale : throw new ArgumentException($"--scale {text}: '{part}' is no number; scales look like 2, 0.5 or 1x2."))]);

    /// <summary>A member of an enumeration, written with hyphens.</summary>
    public static TEnum Word<TEnum>(string option, string text) where TEnum : struct, Enum
    {
        static string Written(TEnum value) => string.Concat(value.ToString().Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
        foreach (var value in Enum.GetValues<TEnum>())
            if (Written(value) == text) return value;
        throw new ArgumentException($"{option} {text} is none of {string.Join(", ", Enum.GetValues<TEnum>().Select(Written))}.");
    }

    /// <summary><c>same</c>, <c>valid</c>, <c>full</c>, zeros on both sides as in <c>1</c> or <c>0x3</c>, or before and behind as in <c>0:1</c>; behind a comma what stands there instead of zeros.</summary>
    public static Padding Padding(string text)
    {
        if (text.Split(',', 2) is not [var size, var mode]) return Zeros(text);
        var parts = mode.Split('=', 2);
        return (parts[0], parts.Length) switch
        {
            ("reflect", 1) => Zeros(size) with { Mode = PaddingMode.Reflect },
            ("replicate", 1) => Zeros(size) with { Mode = PaddingMode.Replicate },
            ("circular", 1) => Zeros(size) with { Mode = PaddingMode.Circular },
            ("constant", 2) when float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) => Zeros(size) with { Mode = PaddingMode.Constant, Value = value },
            _ => throw new ArgumentException($"--padding {text}: '{mode}' is unknown. There are: reflect, replicate, circular, constant=NUMBER."),
        };
    }

    private static Padding Zeros(string text) => text switch
    {
        "same" => Layers.Padding.Same,
        "valid" => Layers.Padding.Valid,
        "full" => Layers.Padding.Full,
        _ when text.Split(':') is [var low, var high] => Layers.Padding.Of(Sizes("--padding", low), Sizes("--padding", high)),
        _ => Layers.Padding.Of(Sizes("--padding", text), Sizes("--padding", text)),
    };

    /// <summary>How <see cref="Padding"/> is written.</summary>
    public const string PaddingHelp = "same, valid, full, zeros on each side as in 1 or 0x3, or before and behind as in 0:1; with ,reflect ,replicate ,circular or ,constant=2 instead of zeros";
}
