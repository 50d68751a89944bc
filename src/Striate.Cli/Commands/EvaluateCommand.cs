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
        var command = new Command("evaluate", "Count how often a model is right") { model, data, mirror, threads, json };
        command.SetAction(parsed =>
        {
            var network = Options.Network(parsed.GetValue(model)!);
            Options.Warn(network);
            var splits = Options.OpenData(parsed.GetValue(data)!);
            var (examples, part) = splits.Test is not null ? (splits.Test, "test") : (splits.Train, "training");
            examples = examples.For(network);
            var isClasses = examples.ClassNames.Count > 0;
            var evaluation = new Evaluator(network, isClasses ? Loss.SoftmaxCrossEntropy : Loss.MeanSquaredError, isClasses ? Metric.Accuracy : null, options: Options.Plan(parsed.GetValue(threads)))
            {
                AveragesMirrorImages = parsed.GetValue(mirror) ?? false,
            }.Run(examples);
            if (parsed.GetValue(json)) WriteJson(evaluation, part);
            else WriteText(evaluation, part, examples.ClassNames);
            return 0;
        });
        return command;
    }

    private static void WriteJson(Evaluation evaluation, string part) => JsonOutput.Write(json =>
    {
        json.WriteString("split", part);
        json.WriteNumber("examples", evaluation.Count);
        json.WriteNumber("loss", evaluation.Loss);
        json.WriteOptional("accuracy", evaluation.Metric);
        json.WriteStartArray("confusion");
        foreach (var row in evaluation.Confusion)
        {
            json.WriteStartArray();
            foreach (var count in row) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    });

    private static void WriteText(Evaluation evaluation, string part, IReadOnlyList<string> names)
    {
        if (evaluation.Confusion.Length > 0)
        {
            var width = Math.Max(6, names.Max(name => name.Length));
            Console.Out.WriteLine($"{"class".PadRight(width)}  examples  right   answers");
            for (var c = 0; c < names.Count; c++)
            {
                var row = evaluation.Confusion[c];
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{names[c].PadRight(width)}  {row.Sum(),8}  {(row.Sum() == 0 ? 0 : (double)row[c] / row.Sum()),5:0.000}   {string.Join(' ', row.Select(count => $"{count,5}"))}"));
            }
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loss {evaluation.Loss:0.000000}"));
        if (evaluation.Metric is { } accuracy) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy {accuracy:0.0000} on {evaluation.Count} {part} examples"));
    }
}
