using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Data.Readers;
using Striate.Networks;
using Striate.Onnx;
using Striate.Plans;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Cli.Commands;

/// <summary><c>striate compare</c>: outputs and speed of two model files.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "An .onnx file or a name from docs/models.md" };
        var second = new Argument<string>("second") { Description = "Another one" };
        var data = new Option<string?>("--data") { Description = "KIND:PATH, as in mnist:DIR: its test examples, or its training examples if there are none" };
        var input = new Option<string[]>("--input") { Description = "[NAME=]X.npy as the .onnx files describe their inputs; once for each input", AllowMultipleArgumentsPerToken = true };
        var count = new Option<int>("--count") { Description = "Examples of the data at most; random inputs without --data and --input", DefaultValueFactory = _ => 64 };
        var batch = new Option<int>("--batch") { Description = "Examples at a time", DefaultValueFactory = _ => 16 };
        var tolerance = new Option<double?>("--tolerance") { Description = "The largest difference allowed, by the first model's largest number; exit code 1 beyond it" };
        var (seconds, threads, json) = (Options.Seconds(), Options.Threads(), Options.Json());
        var command = new Command("compare", "Hold two models against each other: outputs and speed") { first, second, data, input, count, batch, tolerance, seconds, threads, json };
        command.SetAction(parsed =>
        {
            var (a, b, given, kind) = (parsed.GetValue(first)!, parsed.GetValue(second)!, parsed.GetValue(input) ?? [], parsed.GetValue(data));
            if (given.Length > 0 && kind is not null) throw new ArgumentException("--data and --input both say what the models see; one of them is enough.");
            if (parsed.GetValue(count) < 1 || parsed.GetValue(batch) < 1) throw new ArgumentException($"--count {parsed.GetValue(count)} and --batch {parsed.GetValue(batch)} must be 1 or more.");
            var (time, options) = (Options.Seconds(parsed.GetValue(seconds)), Options.Plan(parsed.GetValue(threads)));
            var (runs, examples) = given.Length > 0 ? Files(a, b, given) : Networks(Options.Network(a), Options.Network(b), kind, parsed.GetValue(count), parsed.GetValue(batch), options);
            var differences = Differences(runs);
            var race = Race.Run(() => runs[0].First(), () => runs[0].Second(), time);
            var isClose = parsed.GetValue(tolerance) is not { } most || differences.All(difference => difference.Relative <= most);
            if (parsed.GetValue(json)) WriteJson(differences, race, examples, isClose);
            else WriteText(differences, race, examples, runs[0].Examples);
            return isClose ? 0 : 1;
        });
        return command;
    }

    // Arrays as the files describe them.
    private static (List<Pair> Runs, int Examples) Files(string first, string second, string[] given)
    {
        Func<IReadOnlyList<(string, Tensor)>> Open(string file)
        {
            if (!file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException($"--input is for .onnx files; '{file}' is a network by name. Without it both see random inputs.");
            var tensors = RunCommand.Named(given, OnnxModel.InputNames(file)).ToDictionary(pair => pair.Name, pair => Npy.Read(pair.Path), StringComparer.Ordinal);
            var model = OnnxModel.Import(file, tensors);
            Options.Warn(model.Network);
            return () =>
            {
                var outputs = model.Run(tensors);
                return [.. model.OutputNames.Select(name => (name, outputs[name]))];
            };
        }

        var examples = Npy.Read(given[0].Split('=', 2)[^1]).Shape is [var count, ..] ? count : 1;
        return ([new Pair(Open(first), Open(second), examples)], examples);
    }

    private static (List<Pair> Runs, int Examples) Networks(Network first, Network second, string? kind, int most, int batch, PlanOptions options)
    {
        if (first.Inputs.Count != second.Inputs.Count || first.Inputs.Zip(second.Inputs).Any(pair => pair.First.Shape != pair.Second.Shape || pair.First.Type != pair.Second.Type))
            throw new InvalidDataException($"The first model takes {Describe(first)}, the second {Describe(second)}: nothing can be given to both.");
        Options.Warn(first);
        Options.Warn(second);
        var examples = kind is null ? null : Examples(kind, first);
        var count = Math.Min(most, examples?.Count ?? most);
        var runs = new List<Pair>();
        for (var from = 0; from < count; from += batch)
        {
            var inputs = examples is null ? RandomInputs(first, Math.Min(batch, count - from), from) : [Read(examples, from, Math.Min(batch, count - from))];
            runs.Add(new Pair(() => Run(first), () => Run(second), inputs[0].Shape[0]));

            IReadOnlyList<(string, Tensor)> Run(Network network)
            {
                var outputs = network.Run(network.Inputs.Zip(inputs).ToDictionary(pair => pair.First.Name, pair => pair.Second), options: options);
                return [.. network.Outputs.Select(output => (output.Name, outputs[output.Name]))];
            }
        }
        return (runs, count);
    }

    private static IDataset Examples(string kind, Network network)
    {
        var splits = Options.OpenData(kind);
        var examples = (splits.Test ?? splits.Train).For(network);
        if (network.Inputs.Count != 1 || examples.InputShape != network.InputShape) throw new InvalidDataException($"'{kind}' has examples of {examples.InputShape}; the models take {Describe(network)}.");
        return examples;
    }

    private static Tensor Read(IDataset examples, int from, int count)
    {
        var tensor = new Tensor(examples.InputShape.WithBatch(count));
        var (length, target) = ((int)examples.InputShape.Length, new float[examples.TargetShape.Length]);
        for (var i = 0; i < count; i++) examples.Read(from + i, 0, tensor.Floats.Slice(i * length, length), target);
        return tensor;
    }

    private static Tensor[] RandomInputs(Network network, int count, int seed) => [.. network.Inputs.Select((input, index) =>
    {
        var (tensor, random) = (new Tensor(input.Shape.WithBatch(count), input.Type), new Random(31 * seed + index));
        // Indices and masks stay zeros, which are in the range of whatever they choose from.
        if (input.Type == ElementType.Float32)
            foreach (ref var value in tensor.Floats) value = 2 * random.NextSingle() - 1;
        return tensor;
    })];

    private static string Describe(Network network) => string.Join(" and ", network.Inputs.Select(input => $"{input.Shape} {input.Type}"));

    private static List<OutputDifference> Differences(List<Pair> runs)
    {
        var differences = new List<OutputDifference>();
        foreach (var run in runs)
        {
            var (a, b) = (run.First(), run.Second());
            if (a.Count != b.Count) throw new InvalidDataException($"The first model has {a.Count} outputs, the second {b.Count}.");
            for (var i = 0; i < a.Count; i++)
            {
                if (i == differences.Count) differences.Add(new OutputDifference(a[i].Name));
                differences[i].Add(a[i].Value, b[i].Value);
            }
        }
        return differences;
    }

    private static void WriteText(List<OutputDifference> differences, Race race, int examples, int batch)
    {
        foreach (var difference in differences)
        {
            var answers = difference.Answers.All > 0 ? string.Create(CultureInfo.InvariantCulture, $", {difference.Answers.Same} of {difference.Answers.All} answers the same") : "";
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"output '{difference.Name}': largest difference {difference.Largest:0.##E+0}, {difference.Relative:0.##E+0} of the largest number{answers}"));
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{examples} examples; a batch of {batch} takes {race.First:0.000} ms and {race.Second:0.000} ms: {race.Ratio:0.00} of the first model's time ({race.Least:0.00} to {race.Most:0.00} in {Race.Rounds} turns)"));
    }

    private static void WriteJson(List<OutputDifference> differences, Race race, int examples, bool isClose) => JsonOutput.Write(json =>
    {
        json.WriteNumber("examples", examples);
        json.WriteStartArray("outputs");
        foreach (var difference in differences)
        {
            json.WriteStartObject();
            json.WriteString("name", difference.Name);
            json.WriteOptional("largest_difference", double.IsFinite(difference.Largest) ? difference.Largest : null);
            json.WriteOptional("relative_difference", double.IsFinite(difference.Relative) ? difference.Relative : null);
            json.WriteNumber("same_answers", difference.Answers.Same);
            json.WriteNumber("answers", difference.Answers.All);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("first_ms", race.First);
        json.WriteNumber("second_ms", race.Second);
        json.WriteNumber("ratio", race.Ratio);
        json.WriteNumber("least_ratio", race.Least);
        json.WriteNumber("most_ratio", race.Most);
        json.WriteBoolean("within_tolerance", isClose);
    });

    /// <summary>One batch through both models.</summary>
    private sealed record Pair(Func<IReadOnlyList<(string Name, Tensor Value)>> First, Func<IReadOnlyList<(string Name, Tensor Value)>> Second, int Examples);
}
