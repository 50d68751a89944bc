using System.CommandLine;
using Striate.Insight;
using Striate.Layers;

namespace Striate.Cli.Commands;

/// <summary><c>striate arithmetic</c>: the sizes of a window layer, what fits, who sees what, and what it costs.</summary>
internal static class ArithmeticCommand
{
    // Of an endless stack, or a long one, as many as a person reads.
    private const int ShownLayers = 32;

    public static Command Create()
    {
        var operation = new Argument<string>("operation") { Description = "convolution, pooling or transposed" };
        var input = new Option<string>("--input") { Description = Options.MapHelp, Required = true };
        var axes = Options.Axes();
        var kernel = new Option<string>("--kernel") { Description = "Taps, as in 3 or 1x7", Required = true };
        var stride = new Option<string?>("--stride") { Description = "As in 2 or 1x2 (default 1, for pooling the kernel)" };
        var padding = new Option<string>("--padding") { Description = Options.PaddingHelp, DefaultValueFactory = _ => "valid" };
        var dilation = new Option<string>("--dilation") { Description = "As in 2 or 1x2", DefaultValueFactory = _ => "1" };
        var fit = new Option<string>("--fit") { Description = "floor, ceiling (pooling) or strict (not of transposed)", DefaultValueFactory = _ => "floor" };
        var outputPadding = new Option<string>("--output-padding") { Description = "Transposed: outputs behind the smallest size", DefaultValueFactory = _ => "0" };
        var outputSize = new Option<string?>("--output-size") { Description = "Transposed: the output's size, one of those that lead back" };
        var inputChannels = Options.InputChannels();
        var channels = new Option<int>("--channels") { Description = "Output channels", DefaultValueFactory = _ => 1 };
        var layers = new Option<int?>("--layers") { Description = "Put that many layers one behind the other (default as many as fit)" };
        var json = Options.Json();
        var command = new Command("arithmetic", "Sizes, fit, visits and costs of a convolution, pooling or transposed convolution")
        {
            operation, input, axes, kernel, stride, padding, dilation, fit, outputPadding, outputSize, inputChannels, channels, layers, json,
        };
        command.SetAction(parsed =>
        {
            var shape = Options.Map(parsed.GetValue(input)!, parsed.GetValue(axes), parsed.GetValue(inputChannels));
            var taps = Options.Sizes("--kernel", parsed.GetValue(kernel)!);
            WindowLayer layer = parsed.GetValue(operation) switch
            {
                "convolution" => new Convolution(parsed.GetValue(channels), taps),
                "pooling" => new MaxPooling(taps),
                "transposed" => new TransposedConvolution(parsed.GetValue(channels), taps)
                {
                    OutputPadding = Options.Sizes("--output-padding", parsed.GetValue(outputPadding)!),
                    OutputSize = parsed.GetValue(outputSize) is { } size ? Options.Sizes("--output-size", size) : null,
                },
                var other => throw new ArgumentException($"'{other}' is no operation of arithmetic. There are: convolution, pooling, transposed."),
            };
            layer = layer with { Padding = Options.Padding(parsed.GetValue(padding)!), Dilation = Options.Sizes("--dilation", parsed.GetValue(dilation)!), Fit = Rule(parsed.GetValue(fit)!) };
            if (parsed.GetValue(stride) is { } steps) layer = layer with { Stride = Options.Sizes("--stride", steps) };
            if (parsed.GetValue(layers) is < 1) throw new ArgumentException($"--layers {parsed.GetValue(layers)} must be 1 or more.");
            var answer = WindowArithmetic.Of(layer, shape);
            var stack = LayerStack.Of(layer, shape, parsed.GetValue(layers) ?? ShownLayers);
            if (parsed.GetValue(layers) is { } wanted && stack.Count < wanted && !stack.IsEndless)
                throw new ArgumentException($"{wanted} layers do not fit: {string.Join(" → ", stack.Sizes)} is what {stack.Count} leave. What would fit: --layers {stack.Count}, a larger input, or padding.");
            if (parsed.GetValue(json)) ArithmeticOutput.WriteJson(answer, stack);
            else ArithmeticOutput.WriteText(answer, stack);
            return 0;
        });
        return command;
    }

    private static Fit Rule(string text) => text switch
    {
        "floor" => Fit.Floor,
        "ceiling" => Fit.Ceiling,
        "strict" => Fit.Strict,
        _ => throw new ArgumentException($"--fit {text} is unknown. There are: floor, ceiling, strict."),
    };
}
