using System.CommandLine;
using System.Text.Json;
using Striate.Data.Readers;
using Striate.Insight;
using Striate.Tensors;

namespace Striate.Cli.Commands;

/// <summary><c>striate trace</c>: every product and partial sum of a convolution of tables.</summary>
internal static class TraceCommand
{
    private const long MostSteps = 1_000_000;

    public static Command Create()
    {
        var input = new Option<string[]>("--input") { Description = "X.csv, a table of numbers; one for each channel", Required = true, AllowMultipleArgumentsPerToken = true };
        var kernel = new Option<string[]>("--kernel") { Description = "K.csv, a table of numbers; one for each channel", Required = true, AllowMultipleArgumentsPerToken = true };
        var operation = new Option<string>("--operation") { Description = "correlation, convolution, both (side by side) or transposed", DefaultValueFactory = _ => "correlation" };
        var padding = new Option<string>("--padding") { Description = Options.PaddingHelp, DefaultValueFactory = _ => "valid" };
        var stride = new Option<string>("--stride") { Description = "As in 2 or 1x2", DefaultValueFactory = _ => "1" };
        var dilation = new Option<string>("--dilation") { Description = "As in 2 or 1x2", DefaultValueFactory = _ => "1" };
        var order = Options.Order();
        var symbols = new Option<bool>("--symbols") { Description = "A line an output in numbered cells, as in y1 = x1·k1 + x2·k2" };
        var csv = new Option<string?>("--csv") { Description = "Also write every step to a CSV file" };
        var svg = new Option<string?>("--svg") { Description = "Also write an animated picture; with both, one a name: NAME-correlation.svg and NAME-convolution.svg" };
        var json = Options.Json();
        var command = new Command("trace", "Follow a convolution step by step") { input, kernel, operation, padding, stride, dilation, order, symbols, csv, svg, json };
        command.SetAction(parsed =>
        {
            var (x, w) = (Channels(parsed.GetValue(input)!), Channels(parsed.GetValue(kernel)!));
            var (zeros, step, rate) = (Options.Padding(parsed.GetValue(padding)!), Options.Sizes("--stride", parsed.GetValue(stride)!), Options.Sizes("--dilation", parsed.GetValue(dilation)!));
            var cells = Options.Order(parsed.GetValue(order)!);
            ConvolutionTrace Gathered(bool flip) => ConvolutionTrace.Of(x, w, flip, zeros, step, rate, cells);
            ConvolutionTrace[] traces = parsed.GetValue(operation) switch
            {
                "correlation" => [Gathered(flip: false)],
                "convolution" => [Gathered(flip: true)],
                "both" => [Gathered(flip: false), Gathered(flip: true)],
                "transposed" => [ConvolutionTrace.OfTransposed(x, w, zeros, step, rate, cells)],
                var other => throw new ArgumentException($"--operation {other} is unknown. There are: correlation, convolution, both, transposed."),
            };
            if (traces[0].Count > MostSteps) throw new ArgumentException($"These maps take {traces[0].Count} products; at most {MostSteps} are written down. What would fit: a part of the map.");
            // One head for all.
            if (parsed.GetValue(csv) is { } table) File.WriteAllText(table, traces[0].ToCsv() + string.Concat(traces.Skip(1).Select(trace => trace.ToCsv().Split('\n', 2)[1])));
            if (parsed.GetValue(svg) is { } picture) WritePictures(picture, traces);
            if (parsed.GetValue(json)) WriteJson(traces);
            else if (parsed.GetValue(symbols)) Console.Out.Write(string.Join('\n', traces.Select(trace => trace.ToSymbols())));
            else WriteText(traces);
            return 0;
        });
        return command;
    }

    private static Tensor Channels(string[] files)
    {
        var tables = files.Select(Csv.Read).ToArray();
        for (var i = 1; i < tables.Length; i++)
            if (tables[i].Shape != tables[0].Shape) throw new InvalidDataException($"'{files[i]}' is {tables[i].Shape} and '{files[0]}' {tables[0].Shape}; the channels of a map have one size.");
        var map = new Tensor(Shape.Of([.. tables[0].Shape, tables.Length]));
        for (var i = 0; i < map.Floats.Length; i++) map.Floats[i] = tables[i % tables.Length].Floats[i / tables.Length];
        return map;
    }

    private static void WritePictures(string path, ConvolutionTrace[] traces)
    {
        foreach (var trace in traces)
        {
            var name = traces.Length == 1 ? path : Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}-{trace.Name}{Path.GetExtension(path)}");
            File.WriteAllText(name, trace.ToSvg());
        }
    }

    // Two traces look at the same inputs in the same order, so their lines stand side by side.
    private static void WriteText(ConvolutionTrace[] traces)
    {
        var lines = traces.Select(trace => trace.ToText().TrimEnd('\n').Split('\n')).ToArray();
        var width = lines[0].Max(line => line.Length);
        for (var i = 0; i < lines[0].Length; i++) Console.Out.WriteLine(lines.Length == 1 ? lines[0][i] : $"{lines[0][i].PadRight(width)}   {lines[1][i]}");
        foreach (var trace in traces)
        {
            var channels = trace.Input.Shape.Channels;
            for (var channel = 0; channel < channels && channels > 1; channel++) WriteMap($"{trace.Name}, channel {channel} alone", trace.PartialMap(channel));
            WriteMap(trace.Name, trace.Output);
        }
    }

    private static void WriteMap(string title, Tensor map)
    {
        Console.Out.WriteLine($"\n{title}");
        for (var row = 0; row < map.Shape[0]; row++)
            Console.Out.WriteLine(string.Join(' ', map.Floats.Slice(row * map.Shape[1], map.Shape[1]).ToArray().Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static void WriteJson(ConvolutionTrace[] traces) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("operations");
        foreach (var trace in traces)
        {
            json.WriteStartObject();
            json.WriteString("operation", trace.Name);
            WriteTable(json, "output", trace.Output);
            json.WriteStartArray("partial");
            for (var channel = 0; channel < trace.Input.Shape.Channels; channel++) WriteTable(json, null, trace.PartialMap(channel));
            json.WriteEndArray();
            json.WriteStartArray("steps");
            foreach (var step in trace.Steps())
            {
                json.WriteStartObject();
                json.WriteNumbers("output", step.Output);
                json.WriteNumber("channel", step.Channel);
                json.WriteNumbers("input", step.Input);
                json.WriteNumbers("tap", step.Tap);
                json.WriteBoolean("padding", step.IsPadding);
                json.WriteNumber("value", step.Value);
                json.WriteNumber("weight", step.Weight);
                json.WriteNumber("product", step.Product);
                json.WriteNumber("sum", step.Sum);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static void WriteTable(Utf8JsonWriter json, string? name, Tensor map)
    {
        if (name is not null) json.WritePropertyName(name);
        json.WriteStartArray();
        for (var row = 0; row < map.Shape[0]; row++)
        {
            json.WriteStartArray();
            foreach (var value in map.Floats.Slice(row * map.Shape[1], map.Shape[1])) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
