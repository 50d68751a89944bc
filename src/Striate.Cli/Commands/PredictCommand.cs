using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Data.Pictures;
using Striate.Onnx;
using Striate.Plans;

namespace Striate.Cli.Commands;

/// <summary><c>striate predict</c>: the most likely classes of pictures or arrays.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var model = Options.Model("The .onnx file");
        var inputs = new Argument<string[]>("inputs") { Description = "Pictures or .npy files, or folders of them", Arity = ArgumentArity.OneOrMore };
        var top = new Option<int>("--top") { Description = "Answers for each input", DefaultValueFactory = _ => 3 };
        var csv = new Option<string?>("--csv") { Description = "Also write the answers to a CSV file" };
        var json = Options.Json();
        var command = new Command("predict", "Name what pictures show") { inputs, model, top, csv, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(top) < 1) throw new ArgumentException($"--top {parsed.GetValue(top)} must be 1 or more.");
            var predictor = Predictor.Load(parsed.GetValue(model)!);
            Options.Warn(predictor.Network);
            var answers = Files(parsed.GetValue(inputs)!).Select(path => (Path: path, Answers: predictor.Predict(path).Top(parsed.GetValue(top)))).ToArray();
            if (parsed.GetValue(csv) is { } file) File.WriteAllLines(file, ["input,rank,class,probability", .. answers.SelectMany(Rows)]);
            if (parsed.GetValue(json)) WriteJson(answers);
            else foreach (var (path, best) in answers) Console.Out.WriteLine($"{path}: {string.Join(", ", best)}");
            return 0;
        });
        return command;
    }

    private static IEnumerable<string> Files(IEnumerable<string> inputs)
    {
        foreach (var input in inputs)
        {
            if (!Directory.Exists(input))
            {
                yield return input;
                continue;
            }
            var files = Directory.EnumerateFiles(input).Where(path => PictureDecoders.IsPicture(path) || Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal).ToArray();
            if (files.Length == 0) throw new InvalidDataException($"The folder '{input}' holds no picture and no .npy file.");
            foreach (var file in files) yield return file;
        }
    }

    private static IEnumerable<string> Rows((string Path, IReadOnlyList<ClassProbability> Answers) input) =>
        input.Answers.Select((answer, rank) => string.Create(CultureInfo.InvariantCulture,
            $"{Quote(input.Path)},{rank + 1},{Quote(answer.Name)},{answer.Probability:R}"));

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void WriteJson((string Path, IReadOnlyList<ClassProbability> Answers)[] answers) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("predictions");
        foreach (var (path, best) in answers)
        {
            json.WriteStartObject();
            json.WriteString("input", path);
            json.WriteStartArray("answers");
            foreach (var (_, name, probability) in best)
            {
                json.WriteStartObject();
                json.WriteString("class", name);
                json.WriteNumber("probability", probability);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
