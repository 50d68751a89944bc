using System.CommandLine;
using System.Globalization;
using Striate.Models;
using Striate.Networks;
using Striate.Onnx;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Cli;

/// <summary>Options that several commands share, and what their texts mean.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON object on standard output, progress on standard error" };

    public static Option<int> Threads() => new("--threads") { Description = "Threads", DefaultValueFactory = _ => Environment.ProcessorCount };

    public static Option<string> Model(string description) => new("--model") { Description = description, Required = true };

    public static Option<string> Data() => new("--data") { Description = "KIND:PATH, as in mnist:DIR or synthetic:digits", Required = true };

    public static PlanOptions Plan(int threads) => threads is >= 1 and <= 1024 ? new PlanOptions { Threads = threads } : throw new ArgumentException($"--threads {threads} must lie between 1 and 1024.");

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

    /// <summary>Sizes as in <c>224x224x3</c>.</summary>
    public static Shape? Shape(string? text)
    {
        if (text is null) return null;
        var parts = text.Split('x', '×');
        var sizes = parts.Select(part => int.TryParse(part, out var size) && size is >= 1 and <= 1 << 20 ? size : throw new ArgumentException($"'{text}' is no size; sizes look like 224x224x3.")).ToArray();
        return Tensors.Shape.Of(sizes);
    }
}
