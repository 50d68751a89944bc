using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Data.Folders;
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
        var sheet = new Option<string?>("--sheet") { Description = "Also write a contact sheet, a PNG file of the pictures with their answers" };
        var json = Options.Json();
        var command = new Command("predict", "Name what pictures show") { inputs, model, top, csv, sheet, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(top) < 1) throw new ArgumentException($"--top {parsed.GetValue(top)} must be 1 or more.");
            var predictor = Predictor.Load(parsed.GetValue(model)!);
            Options.Warn(predictor.Network);
            var (answers, skipped) = Ask(predictor, [.. Files(parsed.GetValue(inputs)!)], parsed.GetValue(top), print: !parsed.GetValue(json));
            if (parsed.GetValue(csv) is { } file) File.WriteAllLines(file, ["input,rank,class,probability", .. answers.SelectMany(Rows)]);
            if (parsed.GetValue(sheet) is { } picture)
            {
                Png.Write(picture, ContactSheet.Draw(answers));
                if (answers.Count > ContactSheet.Most) Console.Error.WriteLine($"The sheet shows the first {ContactSheet.Most} of {answers.Count} inputs.");
            }
            if (parsed.GetValue(json)) WriteJson(answers, skipped);
            if (skipped.Count == 0) return 0;
            Console.Error.WriteLine($"{skipped.Count} of {answers.Count + skipped.Count} inputs could not be read.");
            return 1;
        });
        return command;
    }

    // Answers as they come, and a line for each input that cannot be read.
    private static (List<(string Path, IReadOnlyList<ClassProbability> Answers)> Answers, List<(string Path, string Why)> Skipped) Ask(Predictor predictor, IReadOnlyList<string> files, int top, bool print)
    {
        var (answers, skipped) = (new List<(string, IReadOnlyList<ClassProbability>)>(), new List<(string, string)>());
        foreach (var path in files)
        {
            try
            {
                var best = predictor.Predict(path).Top(top);
                answers.Add((path, best));
                if (print) Console.Out.WriteLine($"{path}: {string.Join(", ", best)}");
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                skipped.Add((path, exception.Message));
                Console.Error.WriteLine($"skipped: {exception.Message.ReplaceLineEndings(" ")}");
            }
        }
        return (answers, skipped);
    }

    // Files as they are named; of folders and those below them all pictures and arrays, in the order of their paths.
    private static IEnumerable<string> Files(IEnumerable<string> inputs)
    {
        foreach (var input in inputs)
        {
            if (!Directory.Exists(input))
            {
                yield return File.Exists(input) ? input : throw new InvalidDataException($"There is no file or folder '{input}'.");
                continue;
            }
            var files = FolderFiles.Find(input, path => PictureDecoders.IsPicture(path) || Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase));
            if (files.Length == 0) throw new InvalidDataException($"The folder '{input}' holds no picture and no .npy file.");
            foreach (var file in files) yield return file;
        }
    }

    private static IEnumerable<string> Rows((string Path, IReadOnlyList<ClassProbability> Answers) input) =>
        input.Answers.Select((answer, rank) => string.Create(CultureInfo.InvariantCulture,
            $"{Quote(input.Path)},{rank + 1},{Quote(answer.Name)},{answer.Probability:R}"));

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void WriteJson(IReadOnlyList<(string Path, IReadOnlyList<ClassProbability> Answers)> answers, IReadOnlyList<(string Path, string Why)> skipped) => JsonOutput.Write(json =>
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
        json.WriteStartArray("skipped");
        foreach (var (path, why) in skipped)
        {
            json.WriteStartObject();
            json.WriteString("input", path);
            json.WriteString("why", why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
