using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Training;

namespace Striate.Cli.Commands;

/// <summary><c>striate evaluate</c>: accuracy, loss, a table by class and the confusion matrix.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var (model, data, threads, json) = (Options.Model("The .onnx file"), Options.Data(), Options.Threads(), Options.Json());
        var mirror = Options.TestMirror("false");
        var top = new Option<int>("--top") { Description = "How many of the largest outputs count for the top accuracy", DefaultValueFactory = _ => 5 };
        var command = new Command("evaluate", "Count how often a model is right") { model, data, top, mirror, threads, json };
        command.SetAction(parsed =>
        {
            var largest = parsed.GetValue(top);
            if (largest < 1) throw new ArgumentException($"--top {largest} must be 1 or more.");
            var network = Options.Network(parsed.GetValue(model)!);
            Options.Warn(network);
            var splits = Options.OpenData(parsed.GetValue(data)!);
            var (examples, part) = splits.Test is not null ? (splits.Test, "test") : (splits.Train, "training");
            examples = examples.For(network);
            var isClasses = examples.ClassNames.Count > 0;
            if (network.Info.ClassNames is [var first, ..] known && isClasses && !known.Intersect(examples.ClassNames).Any())
                Console.Error.WriteLine($"note: no class of the data has a name that the network knows; they are taken by their numbers, '{examples.ClassNames[0]}' as '{first}'.");
            var evaluation = new Evaluator(network, isClasses ? Loss.SoftmaxCrossEntropy : Loss.MeanSquaredError, isClasses ? Metric.Accuracy : null, options: Options.Plan(parsed.GetValue(threads)))
            {
                AveragesMirrorImages = parsed.GetValue(mirror) ?? false,
            }.Run(examples);
            if (parsed.GetValue(json)) WriteJson(evaluation, part, examples.ClassNames, largest);
            else WriteText(evaluation, part, examples.ClassNames, largest);
            return 0;
        });
        return command;
    }

    private static void WriteJson(Evaluation evaluation, string part, IReadOnlyList<string> names, int top) => JsonOutput.Write(json =>
    {
        var isClasses = evaluation.Labels.Length > 0;
        json.WriteString("split", part);
        json.WriteNumber("examples", evaluation.Count);
        json.WriteNumber("loss", evaluation.Loss);
        json.WriteOptional("accuracy", evaluation.Metric);
        json.WriteNumber("top", top);
        json.WriteOptional("top_accuracy", isClasses ? evaluation.TopAccuracy(top) : null);
        json.WriteOptional("precision", isClasses ? evaluation.MacroPrecision : null);
        json.WriteOptional("recall", isClasses ? evaluation.MacroRecall : null);
        json.WriteOptional("f1", isClasses ? evaluation.MacroF1 : null);
        json.WriteStartArray("classes");
        foreach (var (score, label) in evaluation.Classes.Select((score, label) => (score, label)))
        {
            json.WriteStartObject();
            json.WriteString("class", Name(names, label));
            json.WriteNumber("examples", score.Examples);
            json.WriteNumber("precision", score.Precision);
            json.WriteNumber("recall", score.Recall);
            json.WriteNumber("f1", score.F1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("confusion");
        foreach (var row in evaluation.Confusion)
        {
            json.WriteStartArray();
            foreach (var count in row) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    });

    private static void WriteText(Evaluation evaluation, string part, IReadOnlyList<string> names, int top)
    {
        static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
        if (evaluation.Confusion.Length > 0)
        {
            var rows = evaluation.Classes.Select((score, label) => (IReadOnlyList<string>)[Name(names, label), $"{score.Examples}", Share(score.Precision), Share(score.Recall), Share(score.F1), .. evaluation.Confusion[label].Select(count => $"{count}")]);
            IReadOnlyList<string> mean = ["mean", $"{evaluation.Count}", Share(evaluation.MacroPrecision), Share(evaluation.MacroRecall), Share(evaluation.MacroF1), .. evaluation.Confusion.Select(_ => "")];
            TextTable.Write(["class", "examples", "precision", "recall", "f1", .. evaluation.Confusion.Select((_, label) => Name(names, label))], rows.Append(mean));
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loss {evaluation.Loss:0.000000}"));
        if (evaluation.Confusion.Length > top && top > 1) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"top-{top} accuracy {evaluation.TopAccuracy(top):0.0000}"));
        if (evaluation.Metric is { } accuracy) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy {accuracy:0.0000} on {evaluation.Count} {part} examples"));
    }

    // A network may have more outputs than the data have classes.
    private static string Name(IReadOnlyList<string> names, int label) => label < names.Count ? names[label] : $"{label}";
}
