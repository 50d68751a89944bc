using System.CommandLine;
using System.Globalization;
using Striate.Insight;
using Striate.Tensors;

namespace Striate.Cli.Commands;

/// <summary><c>striate filter</c>: a designed kernel over a picture, a table or a volume.</summary>
internal static class FilterCommand
{
    private const int WidestTable = 64;

    public static Command Create()
    {
        var map = new Argument<string>("map") { Description = MapFiles.Help };
        var kernel = new Option<string>("--kernel") { Description = FilterWords.Help, Required = true };
        var operation = new Option<string>("--operation") { Description = "correlation or convolution", DefaultValueFactory = _ => "correlation" };
        var padding = new Option<string>("--padding") { Description = Options.PaddingHelp, DefaultValueFactory = _ => "same" };
        var output = new Option<string?>("--out") { Description = "The result: a .png, .csv or .npy file (default a small table is printed)" };
        var range = new Option<string>("--range") { Description = MapFiles.RangeHelp, DefaultValueFactory = _ => "clamp" };
        var whole = new Option<bool>("--whole") { Description = "Run a separable kernel as a whole too" };
        var json = Options.Json();
        var command = new Command("filter", "Run a designed kernel over a picture, a table or a volume") { map, kernel, operation, padding, output, range, whole, json };
        command.SetAction(parsed =>
        {
            var input = MapFiles.Read(parsed.GetValue(map)!);
            var filter = FilterWords.Parse(parsed.GetValue(kernel)!, input.Shape.Rank - 1);
            var flip = parsed.GetValue(operation) switch
            {
                "correlation" => false,
                "convolution" => true,
                var other => throw new ArgumentException($"--operation {other} is unknown. There are: correlation, convolution."),
            };
            var run = filter.Apply(input, flip, Options.Padding(parsed.GetValue(padding)!), !parsed.GetValue(whole));
            if (parsed.GetValue(output) is { } file) MapFiles.Write(file, run.Output, parsed.GetValue(range)!);
            if (parsed.GetValue(json)) WriteJson(run, parsed.GetValue(operation)!, parsed.GetValue(output));
            else WriteText(run, input, parsed.GetValue(output));
            return 0;
        });
        return command;
    }

    private static void WriteText(FilterRun run, Tensor input, string? file)
    {
        var filter = run.Filter;
        Console.Out.WriteLine($"{filter}: {input.Shape} → {run.Output.Shape}");
        Console.Out.WriteLine(filter.IsSymmetric ? "symmetric: correlation and convolution are the same" : "not symmetric: correlation and convolution differ");
        if (run.Factors is { } vectors)
        {
            Console.Out.WriteLine($"separable: {run.Products} instead of {run.WholeProducts} products a pixel, {TextTable.Count((double)(run.WholeProducts - run.Products) * run.Output.Shape.Length)} saved");
            for (var axis = 0; axis < vectors.Count; axis++) Console.Out.WriteLine($"  along axis {axis}: {Numbers(vectors[axis])}");
        }
        else
        {
            Console.Out.WriteLine($"{(filter.Factors() is null ? "not separable" : "run as a whole")}: {run.WholeProducts} products a pixel");
        }
        if (file is not null) Console.Out.WriteLine(file);
        else if (run.Output.Shape.Rank == 3 && run.Output.Shape.Channels == 1 && run.Output.Shape[..^1].All(size => size <= WidestTable)) Console.Out.Write(MapFiles.Table(run.Output).Replace(',', ' '));
        else Console.Out.WriteLine("too large to print: --out writes it");
    }

    private static string Numbers(IEnumerable<float> values) => string.Join(' ', values.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture)));

    private static void WriteJson(FilterRun run, string operation, string? file) => JsonOutput.Write(json =>
    {
        json.WriteString("kernel", run.Filter.Name);
        json.WriteNumbers("shape", run.Filter.Shape);
        json.WriteString("operation", operation);
        json.WriteBoolean("symmetric", run.Filter.IsSymmetric);
        json.WriteBoolean("separable", run.Filter.Factors() is not null);
        json.WriteStartArray("vectors");
        foreach (var vector in run.Factors ?? [])
        {
            json.WriteStartArray();
            foreach (var value in vector) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteNumber("products", run.Products);
        json.WriteNumber("whole_products", run.WholeProducts);
        json.WriteNumbers("output", run.Output.Shape);
        json.WriteNumber("least", run.Output.ToArray().Min());
        json.WriteNumber("most", run.Output.ToArray().Max());
        json.WriteOptionalString("out", file);
    });
}
