using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Insight;
using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Cli.Commands;

/// <summary><c>striate meter</c>: what moves with the input and what stays, layer by layer; saturation and edges.</summary>
internal static class MeterCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "A name from docs/models.md, or an .onnx file" };
        var data = Options.Data();
        var examples = new Option<int>("--examples") { Description = "How many examples are measured", DefaultValueFactory = _ => 16 };
        var shift = new Option<string>("--shift") { Description = "Down and to the right, as in 4 or 0x4", DefaultValueFactory = _ => "4" };
        var rotate = new Option<double>("--rotate") { Description = "Degrees, counter-clockwise", DefaultValueFactory = _ => 90 };
        var scale = new Option<double>("--scale") { Description = "The factor of size", DefaultValueFactory = _ => 1.25 };
        var direct = new Option<bool>("--direct") { Description = "Direct sums only, which round alike at every place" };
        var threads = Options.Threads();
        var json = Options.Json();
        var command = new Command("meter", "Measure which layers move with their input, which stay, and which are saturated") { model, data, examples, shift, rotate, scale, direct, threads, json };
        command.SetAction(parsed =>
        {
            var network = Options.Network(parsed.GetValue(model)!);
            var batch = Batch(network, parsed.GetValue(data)!, parsed.GetValue(examples));
            if (!(parsed.GetValue(scale) is > 0 and <= 100)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--scale {parsed.GetValue(scale)} must lie above 0 and not above 100."));
            if (!double.IsFinite(parsed.GetValue(rotate))) throw new ArgumentException("--rotate must be a number of degrees.");
            var way = Options.Sizes("--shift", parsed.GetValue(shift)!);
            if (!way.Fits(2)) throw new ArgumentException($"--shift {way} has {way.Sizes.Length} numbers; give one for both directions, or down and to the right as in 0x4.");
            var options = Options.Plan(parsed.GetValue(threads)) with { Algorithms = parsed.GetValue(direct) ? Algorithms.Direct : default };
            var isSeries = network.InputShape.Rank == 2;
            // A series has one direction, and nothing to turn.
            var measured = new List<(string, IReadOnlyList<LayerMovement>)> { ("shift", network.Movements(batch, new Transformation(isSeries ? 0 : way.At(0), way.At(isSeries ? 0 : 1)), options)) };
            if (!isSeries) measured.Add(("rotation", network.Movements(batch, new Transformation(Degrees: parsed.GetValue(rotate)), options)));
            measured.Add(("scale", network.Movements(batch, new Transformation(Scale: parsed.GetValue(scale)), options)));
            var (saturated, edges) = (network.Saturations(batch), network.Edges(batch));
            if (parsed.GetValue(json)) WriteJson(measured, saturated, edges, network.EdgesPerPadding(batch));
            else WriteText(measured, saturated, edges, network.EdgesPerPadding(batch));
            return 0;
        });
        return command;
    }

    private static Tensor Batch(Network network, string data, int count)
    {
        if (count < 1) throw new ArgumentException($"--examples {count} must be 1 or more.");
        var splits = Options.OpenData(data);
        var examples = (splits.Test ?? splits.Train).For(network);
        if (examples.InputShape != network.InputShape) throw new ArgumentException($"The network takes inputs of {network.InputShape}; the data {examples.Name} have {examples.InputShape}.");
        count = Math.Min(count, examples.Count);
        var batch = new Tensor(examples.InputShape.WithBatch(count));
        var (length, target) = ((int)examples.InputShape.Length, new float[examples.TargetShape.Length]);
        for (var i = 0; i < count; i++) examples.Read(i, 0, batch.Floats.Slice(i * length, length), target);
        return batch;
    }

    private static void WriteText(List<(string Name, IReadOnlyList<LayerMovement> Layers)> measured, IReadOnlyList<LayerSaturation> saturated, IReadOnlyList<LayerEdges> edges,
        IReadOnlyDictionary<PaddingMode, IReadOnlyList<LayerEdges>> padded)
    {
        TextTable.Write(["layer", .. measured.SelectMany(one => new[] { $"{one.Name}: did not move", "did not stay", "changed" })], measured[0].Layers.Select((layer, i) =>
            (string[])[$"{layer.Name} {layer.Kind}", .. measured.SelectMany(one => new[] { Number(one.Layers[i].MoveError), Number(one.Layers[i].StayError), Percent(one.Layers[i].Changed) })]));
        if (saturated.Count > 0)
        {
            Console.Out.WriteLine();
            TextTable.Write(["activation", "flat below", "flat above", "mean slope"], saturated.Select(layer => new[] { $"{layer.Name} {layer.Kind}", Percent(layer.Low), Percent(layer.High), Number(layer.MeanSlope) }));
        }
        if (edges.Count == 0) return;
        Console.Out.WriteLine();
        TextTable.Write(["mean strength from the edge inwards", "", "edge / inside", .. padded.Keys.Select(mode => $"with {Word(mode)}")],
            edges.Select((layer, i) => (string[])[layer.Name, string.Join(' ', layer.Rings.Select(ring => Number(ring))), Number(layer.Share), .. padded.Values.Select(other => Number(other[i].Share))]));
    }

    private static string Word(PaddingMode mode) => mode == PaddingMode.Zero ? "zeros" : mode.ToString().ToLowerInvariant();

    private static string Number(double? value) => value is null ? "—" : value.Value.ToString(value is 0 or >= 0.001 ? "0.####" : "0.0e0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static void WriteJson(List<(string Name, IReadOnlyList<LayerMovement> Layers)> measured, IReadOnlyList<LayerSaturation> saturated, IReadOnlyList<LayerEdges> edges,
        IReadOnlyDictionary<PaddingMode, IReadOnlyList<LayerEdges>> padded) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("transformations");
        foreach (var (name, layers) in measured)
        {
            json.WriteStartObject();
            json.WriteString("transformation", name);
            json.WriteStartArray("layers");
            foreach (var layer in layers)
            {
                json.WriteStartObject();
                json.WriteString("name", layer.Name);
                json.WriteString("kind", layer.Kind);
                json.WriteOptional("move_error", layer.MoveError);
                json.WriteNumber("compared", layer.Compared);
                json.WriteNumber("stay_error", layer.StayError);
                json.WriteNumber("changed", layer.Changed);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("saturation");
        foreach (var layer in saturated)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("kind", layer.Kind);
            json.WriteNumber("low", layer.Low);
            json.WriteNumber("high", layer.High);
            json.WriteNumber("mean_slope", layer.MeanSlope);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach (var layer in edges)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteStartArray("rings");
            foreach (var ring in layer.Rings) json.WriteNumberValue(ring);
            json.WriteEndArray();
            json.WriteNumber("edge_share", layer.Share);
            json.WriteStartArray("paddings");
            foreach (var (mode, layers) in padded)
            {
                json.WriteStartObject();
                json.WriteString("mode", Word(mode));
                json.WriteNumber("edge_share", layers.Single(other => other.Name == layer.Name).Share);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
