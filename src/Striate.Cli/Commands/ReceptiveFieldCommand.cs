using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Striate.Data.Pictures;
using Striate.Insight;

namespace Striate.Cli.Commands;

/// <summary><c>striate receptive-field</c>: what each layer sees of the input, and how much of that acts.</summary>
internal static class ReceptiveFieldCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "A name from docs/models.md, or an .onnx file" };
        var layer = new Option<string?>("--layer") { Description = "One layer only; the effective field is measured at it (default all, and the last with places)" };
        var input = new Option<string?>("--input") { Description = "The size of one example, as in 224x224x3 (default the model's own)" };
        var effective = new Option<bool>("--effective") { Description = "Also measure the effective field, by gradients at the middle of the layer's map" };
        var draws = new Option<int>("--draws") { Description = "Random inputs that the effective field is the mean of", DefaultValueFactory = _ => 8 };
        var seed = new Option<int>("--seed") { Description = "The key of random inputs", DefaultValueFactory = _ => 1 };
        var picture = new Option<string?>("--picture") { Description = "Also draw: how fields grow (.svg), or the effective field (.png)" };
        var json = Options.Json();
        var command = new Command("receptive-field", "Show what each layer sees of the input") { model, layer, input, effective, draws, seed, picture, json };
        command.SetAction(parsed =>
        {
            var shape = Options.Shape(parsed.GetValue(input));
            var network = Options.Network(parsed.GetValue(model)!, shape);
            var all = network.Fields(shape is null ? null : [shape]);
            var (name, file) = (parsed.GetValue(layer), parsed.GetValue(picture));
            var shown = name is null ? all : [.. all.Where(field => field.Node == network[name])];
            var isPhoto = Kind(file) == ".png";
            EffectiveField? measured = null;
            var at = name is null ? all.LastOrDefault(field => field.Axes.Count > 0 && !field.Node.IsInput) : shown[0];
            if (parsed.GetValue(effective) || isPhoto)
            {
                if (shape is not null && shape != network.InputShape) throw new ArgumentException($"The effective field is measured at the model's own size, {network.InputShape}, not {shape}.");
                if (at is null) throw new ArgumentException("No layer of this model has places; name one with --layer.");
                measured = EffectiveField.Of(network, at.Node.Name, draws: parsed.GetValue(draws), seed: (ulong)parsed.GetValue(seed));
            }
            if (isPhoto && FieldPicture.ToPixels(measured!, at) is var (height, width, bytes)) Png.Write(file!, new Picture(height, width, 3, bytes));
            else if (file is not null) File.WriteAllText(file, FieldPicture.ToSvg(shown, shape ?? network.InputShape));
            if (parsed.GetValue(json)) WriteJson(shown, at, measured);
            else WriteText(shown, at, measured);
            return 0;
        });
        return command;
    }

    private static string? Kind(string? file) => file is null ? null : Path.GetExtension(file).ToLowerInvariant() is var kind and (".png" or ".svg")
        ? kind
        : throw new ArgumentException($"--picture {file} must end in .svg (how fields grow) or .png (the effective field).");

    private static void WriteText(IReadOnlyList<LayerField> fields, LayerField? at, EffectiveField? measured)
    {
        TextTable.Write(["layer", "output", "before: size", "jump", "first", "behind: size", "jump", "first"], fields.Select(field => (string[])
        [
            $"{field.Node.Name} {field.Node.Layer?.Kind ?? "Input"}", $"{field.Output}", .. Words(field.Before, "—"), .. Words(field.Axes, field.SeesEverything ? "all" : "—"),
        ]));
        if (measured is null) return;
        var area = at!.Axes.Count == 0 ? measured.Strength.Count : at.Axes.Aggregate(1.0, (product, axis) => product * axis.Size);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\neffective field of {at.Node.Name} at {string.Join(", ", measured.Place)}: {measured.Count} inputs act with more than 4.55 % of the strongest, {100 * measured.Count / area:0.#} % of what it sees; a square of {measured.Size:0.#}"));
    }

    private static string[] Words(IReadOnlyList<ReceptiveField> axes, string otherwise)
    {
        string Word(Func<ReceptiveField, long> number) => axes.Count == 0 ? otherwise : string.Join('×', axes.All(axis => number(axis) == number(axes[0])) ? [number(axes[0])] : axes.Select(number));
        return [Word(axis => axis.Size), axes.Count == 0 ? "" : Word(axis => axis.Jump), axes.Count == 0 ? "" : Word(axis => axis.First)];
    }

    private static void WriteJson(IReadOnlyList<LayerField> fields, LayerField? at, EffectiveField? measured) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("layers");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Node.Name);
            json.WriteString("kind", field.Node.Layer?.Kind ?? "Input");
            json.WriteNumbers("output", field.Output);
            json.WriteBoolean("sees_everything", field.SeesEverything);
            WriteAxes(json, "before", field.Before);
            WriteAxes(json, "behind", field.Axes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteOptionalString("effective_layer", measured is null ? null : at!.Node.Name);
        json.WriteNumbers("effective_place", measured?.Place ?? []);
        json.WriteOptional("effective_inputs", measured?.Count);
        json.WriteOptional("effective_size", measured?.Size);
    });

    private static void WriteAxes(Utf8JsonWriter json, string name, IReadOnlyList<ReceptiveField> axes)
    {
        json.WriteStartArray(name);
        foreach (var axis in axes)
        {
            json.WriteStartObject();
            json.WriteNumber("size", axis.Size);
            json.WriteNumber("jump", axis.Jump);
            json.WriteNumber("first", axis.First);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
