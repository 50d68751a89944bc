using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Striate.Data.Readers;
using Striate.Insight;
using Striate.Networks;
using Striate.Onnx;

namespace Striate.Cli.Commands;

/// <summary><c>striate separability</c>: the ranks of kernels, and what cheaper ones would cost.</summary>
internal static class SeparabilityCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "A kernel as a .csv file; or a model, a name from docs/models.md or an .onnx file" };
        var error = new Option<double>("--error") { Description = "The largest relative error of a layer's weights in --rewrite", DefaultValueFactory = _ => 0.1 };
        var rewrite = new Option<string?>("--rewrite") { Description = "Write the model with each convolution replaced by the cheapest two within the error: an .onnx file" };
        var json = Options.Json();
        var command = new Command("separability", "Singular values of kernels, and cheaper kernels in their place") { what, error, rewrite, json };
        command.SetAction(parsed =>
        {
            var (name, output) = (parsed.GetValue(what)!, parsed.GetValue(rewrite));
            if (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            {
                if (output is not null) throw new ArgumentException("--rewrite writes a model; a kernel has none.");
                var table = Csv.Read(name);
                var kernel = KernelFactors.Of(table.Floats, table.Shape[0], table.Shape[1]);
                if (parsed.GetValue(json)) WriteJson([Row.Of(name, kernel)], null, null, null);
                else WriteKernel(kernel);
                return 0;
            }
            var network = Options.Network(name);
            var layers = network.Factors();
            Network? rewritten = null;
            if (output is not null)
            {
                rewritten = network.Rewrite(layers.Choose(parsed.GetValue(error)));
                rewritten.Save(output);
            }
            if (parsed.GetValue(json)) WriteJson([.. layers.Select(Row.Of)], network, rewritten, output);
            else WriteLayers(layers, network, rewritten, output, parsed.GetValue(error));
            return 0;
        });
        return command;
    }

    private static void WriteKernel(KernelFactors kernel)
    {
        Console.Out.WriteLine($"{kernel.Rows}×{kernel.Columns}: rank {kernel.Rank}{(kernel.IsSeparable ? ", separable" : "")}");
        Console.Out.WriteLine($"singular values {Numbers(kernel.SingularValues)}");
        TextTable.Write(["rank", "error", "weights"], Enumerable.Range(1, Math.Max(1, kernel.Rank)).Select(rank => new[]
        {
            $"{rank}", Number(kernel.Error(rank)), $"{kernel.Cost(rank)} of {kernel.Rows * kernel.Columns}",
        }));
        if (!kernel.IsSeparable) return;
        // The smallest number of the column becomes 1: with Sobel's kernel, 1 2 1 and 1 0 −1.
        var (column, row) = kernel.Term(0);
        var most = column.Max(Math.Abs);
        var scale = column.Where(value => Math.Abs(value) > 1e-6 * most).DefaultIfEmpty(1).MinBy(Math.Abs);
        Console.Out.WriteLine($"column {Numbers([.. column.Select(value => value / scale)])}");
        Console.Out.WriteLine($"row {Numbers([.. row.Select(value => value * scale)])}");
    }

    private static void WriteLayers(IReadOnlyList<ConvolutionFactors> layers, Network network, Network? rewritten, string? file, double error)
    {
        foreach (var layer in layers)
        {
            Console.Out.WriteLine($"{layer.Node.Name} {layer.Node.Parameters[0].Shape}: {TextTable.Count(layer.Weights)} weights, {TextTable.Count(layer.MultiplyAccumulates)} MACs"
                + $"{(layer.Rank is { } rank ? $", rank {rank} of {layer.SingularValues.Count}" : "")}{(layer.DepthwiseRank is { } depthwise ? $", {depthwise} kernel{(depthwise == 1 ? "" : "s")} a channel" : "")}");
            if (layer.SingularValues.Count > 0) Console.Out.WriteLine($"singular values {Numbers(layer.SingularValues.Take(12))}{(layer.SingularValues.Count > 12 ? " …" : "")}");
            if (layer.Replacements.Count == 0) Console.Out.WriteLine("no replacement: groups, or too many channels to decompose");
            else TextTable.Write(["replacement", "rank", "error", "weights", "MACs"], layer.Replacements.Where(Shown).Select(replacement => new[]
            {
                Word(replacement.Kind), $"{replacement.Rank}", Number(replacement.Error), TextTable.Count(replacement.Weights), TextTable.Count(replacement.MultiplyAccumulates),
            }));
            Console.Out.WriteLine();

            // Powers of two, and the ends: without error, and the cheapest that --rewrite would take.
            bool Shown(LowRankReplacement one) => (one.Rank & (one.Rank - 1)) == 0 || layer.Replacements.Last(other => other.Kind == one.Kind) == one
                || layer.Replacements.First(other => other.Kind == one.Kind && (other.Error <= error || other.Rank == layer.Replacements.Last(last => last.Kind == one.Kind).Rank)) == one;
        }
        if (rewritten is null) return;
        var (before, after) = (network.Summary(), rewritten.Summary());
        Console.Out.WriteLine($"{file}: {TextTable.Count(before.Parameters)} → {TextTable.Count(after.Parameters)} parameters, {TextTable.Count(before.MultiplyAccumulates)} → {TextTable.Count(after.MultiplyAccumulates)} MACs");
    }

    private static string Word(Factorization kind) => kind == Factorization.Depthwise ? "depthwise" : "one-dimensional";

    private static string Number(double value) => value.ToString(Math.Abs(value) < 1e-6 ? "0" : "0.####", CultureInfo.InvariantCulture);

    private static string Numbers(IEnumerable<double> values) => string.Join(' ', values.Select(Number));

    private static void WriteJson(IReadOnlyList<Row> rows, Network? network, Network? rewritten, string? file) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("layers");
        foreach (var row in rows) row.Write(json);
        json.WriteEndArray();
        json.WriteOptionalString("rewritten", file);
        json.WriteOptional("parameters_before", rewritten is null ? null : network!.Summary().Parameters);
        json.WriteOptional("parameters_after", rewritten?.Summary().Parameters);
        json.WriteOptional("macs_before", rewritten is null ? null : network!.Summary().MultiplyAccumulates);
        json.WriteOptional("macs_after", rewritten?.Summary().MultiplyAccumulates);
    });

    private sealed record Row(string Name, IReadOnlyList<int> Shape, long Weights, long MultiplyAccumulates, IReadOnlyList<double> Values, int? Rank, int? DepthwiseRank, IReadOnlyList<LowRankReplacement> Replacements)
    {
        public static Row Of(ConvolutionFactors layer) =>
            new(layer.Node.Name, [.. layer.Node.Parameters[0].Shape], layer.Weights, layer.MultiplyAccumulates, layer.SingularValues, layer.Rank, layer.DepthwiseRank, layer.Replacements);

        // Of a kernel alone, products for one pixel.
        public static Row Of(string name, KernelFactors kernel) => new(name, [kernel.Rows, kernel.Columns], kernel.Rows * kernel.Columns, kernel.Rows * kernel.Columns, kernel.SingularValues, kernel.Rank, null,
            [.. Enumerable.Range(1, Math.Max(1, kernel.Rank)).Select(rank => new LowRankReplacement(Factorization.OneDimensional, rank, kernel.Error(rank), kernel.Cost(rank), kernel.Cost(rank)))]);

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            json.WriteNumbers("shape", Shape);
            json.WriteNumber("weights", Weights);
            json.WriteNumber("macs", MultiplyAccumulates);
            json.WriteStartArray("singular_values");
            foreach (var value in Values) json.WriteNumberValue(value);
            json.WriteEndArray();
            json.WriteOptional("rank", Rank);
            json.WriteOptional("depthwise_rank", DepthwiseRank);
            json.WriteStartArray("replacements");
            foreach (var replacement in Replacements)
            {
                json.WriteStartObject();
                json.WriteString("kind", Word(replacement.Kind));
                json.WriteNumber("rank", replacement.Rank);
                json.WriteNumber("error", replacement.Error);
                json.WriteNumber("weights", replacement.Weights);
                json.WriteNumber("macs", replacement.MultiplyAccumulates);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
