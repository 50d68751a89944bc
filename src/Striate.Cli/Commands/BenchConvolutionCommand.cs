using System.CommandLine;
using System.Globalization;
using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Cli.Commands;

/// <summary><c>striate bench convolution</c>: the three passes of one convolution, beside what the machine could do.</summary>
internal static class BenchConvolutionCommand
{
    public static Command Create()
    {
        var shape = new Option<string>("--shape", "--input")
        {
            Description = "The input's size: height × width as in 56x56, with channels as in 224x224x3, with depth as in 16x56x56x64",
            DefaultValueFactory = _ => "56x56",
        };
        var batch = new Option<int>("--batch") { Description = "Examples", DefaultValueFactory = _ => 1 };
        var channels = new Option<int>("--channels")
        {
            Description = "Output channels; input channels too where --shape has none",
            DefaultValueFactory = _ => 64,
        };
        var kernel = new Option<string>("--kernel") { Description = "Taps, as in 3 or 1x7", DefaultValueFactory = _ => "3" };
        var stride = new Option<string>("--stride") { Description = "As in 2 or 1x2", DefaultValueFactory = _ => "1" };
        var padding = new Option<string>("--padding") { Description = Options.PaddingHelp, DefaultValueFactory = _ => "same" };
        var groups = new Option<int>("--groups") { Description = "Groups of channels", DefaultValueFactory = _ => 1 };
        var dilation = new Option<string>("--dilation") { Description = "As in 2 or 1x2", DefaultValueFactory = _ => "1" };
        var seconds = Options.Seconds();
        var threads = Options.Threads();
        var json = Options.Json();
        var command = new Command("convolution", "Time one convolution: forward and both gradients, and the share of the machine's roof")
        {
            shape, batch, channels, kernel, stride, padding, groups, dilation, seconds, threads, json,
        };
        command.SetAction(parsed =>
        {
            var (input, output) = Input(parsed.GetValue(shape)!, parsed.GetValue(channels));
            var layer = new Convolution(output, Options.Sizes("--kernel", parsed.GetValue(kernel)!))
            {
                Stride = Options.Sizes("--stride", parsed.GetValue(stride)!),
                Dilation = Options.Sizes("--dilation", parsed.GetValue(dilation)!),
                Groups = parsed.GetValue(groups),
                Padding = Options.Padding(parsed.GetValue(padding)!),
            };
            if (parsed.GetValue(batch) < 1) throw new ArgumentException($"--batch {parsed.GetValue(batch)} must be 1 or more.");
            var pool = WorkerPool.Of(Options.Plan(parsed.GetValue(threads)).Threads);
            var result = new ConvolutionBenchmark(Problem(layer, input, parsed.GetValue(batch)), pool, Options.Seconds(parsed.GetValue(seconds))).Run();
            if (parsed.GetValue(json)) WriteJson(result, pool.Threads);
            else WriteText(result, pool.Threads);
            return 0;
        });
        return command;
    }

    // Two sizes are height and width, and the channels are those of the output; of more, the last one is channels.
    private static (Shape Input, int Output) Input(string text, int channels)
    {
        var sizes = Options.Shape(text)!;
        if (sizes.Rank is < 2 or > 4)
            throw new ArgumentException($"--shape {text} has {sizes.Rank} size(s); "
                + "give height × width, height × width × channels, or depth × height × width × channels.");
        return (sizes.Rank == 2 ? Shape.Of(sizes[0], sizes[1], Math.Max(channels, 1)) : sizes, channels);
    }

    // The layer checks the problem and says what would fit.
    private static ConvolutionShape Problem(Convolution layer, Shape input, int batch)
    {
        var inputs = new LayerInputs("Convolution", [input]);
        layer.OutputShape(inputs);
        var axes = layer.Windows(inputs);
        if (layer.Padding.Mode != PaddingMode.Zero) throw new ArgumentException($"--padding: kernels are timed with zeros around the map, not in mode {layer.Padding.Mode}.");
        return new ConvolutionShape(batch, input.Channels, layer.Channels, layer.Groups, axes.Count == 3 ? axes[0] : WindowAxis.Unit, axes[^2], axes[^1]);
    }

    private static void WriteText(ConvolutionBenchmark.Result result, int threads)
    {
        var problem = result.Shape;
        WindowAxis[] axes = problem.Depth == WindowAxis.Unit ? [problem.Height, problem.Width] : [problem.Depth, problem.Height, problem.Width];
        string Axes(Func<WindowAxis, int> size) => string.Join('×', axes.Select(size));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{problem.Batch} × {Axes(axis => axis.Input)}×{problem.InputChannels} to {Axes(axis => axis.Output)}×{problem.OutputChannels}, "
                + $"kernel {Axes(axis => axis.Kernel)}, {problem.MultiplyAccumulates / 1e6:0.0} M multiply–accumulates"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"roof: {result.Roof:0} GFLOP/s of multiply–adds alone, {SimdWidth.Bits} bits, {threads} threads"));
        foreach (var pass in result.Passes)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{pass.Name,-16}  {pass.Kernel,-12}  median {pass.Timing.Median:0.000} ms, least {pass.Timing.Least:0.000} ms, "
                    + $"{pass.Speed:0.0} GFLOP/s, {100 * pass.Speed / result.Roof:0} % of the roof"));
        }
    }

    private static void WriteJson(ConvolutionBenchmark.Result result, int threads) => JsonOutput.Write(json =>
    {
        json.WriteNumber("batch", result.Shape.Batch);
        json.WriteNumber("input_channels", result.Shape.InputChannels);
        json.WriteNumber("output_channels", result.Shape.OutputChannels);
        json.WriteNumber("groups", result.Shape.Groups);
        json.WriteNumber("macs", result.Shape.MultiplyAccumulates);
        json.WriteNumber("threads", threads);
        json.WriteNumber("vector_bits", SimdWidth.Bits);
        json.WriteNumber("roof_gflops", result.Roof);
        json.WriteStartArray("passes");
        foreach (var pass in result.Passes)
        {
            json.WriteStartObject();
            json.WriteString("pass", pass.Name);
            json.WriteString("kernel", pass.Kernel);
            json.WriteNumber("ms_median", pass.Timing.Median);
            json.WriteNumber("ms_min", pass.Timing.Least);
            json.WriteNumber("gflops", pass.Speed);
            json.WriteNumber("roof_share", pass.Speed / result.Roof);
            json.WriteNumber("allocated_bytes", pass.Timing.Allocated);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
