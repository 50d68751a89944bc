using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Striate.Data;
using Striate.Data.Folders;
using Striate.Data.Pictures;
using Striate.Tensors;
using Striate.Training;

namespace Striate.Cli.Commands;

/// <summary><c>striate data stats</c>: what a data set holds.</summary>
internal static class DataStatsCommand
{
    public static Command Create()
    {
        var (data, option) = Options.DataToLookAt();
        var json = Options.Json();
        var command = new Command("stats", "Counts of each class, sizes of pictures, mean and deviation of each channel") { data, option, json };
        command.SetAction(parsed =>
        {
            var splits = Options.OpenData(parsed.GetValue(data), parsed.GetValue(option));
            var (mean, deviation) = Statistics.Of(splits.Train);
            (string Name, int[] Counts)[] parts = [.. Parts(splits).Select(part => (part.Name, Counts(part.Data)))];
            var sizes = splits.Train is PictureFolder folder ? Sizes(folder) : null;
            if (parsed.GetValue(json)) JsonOutput.Write(writer => WriteJson(writer, splits, parts, sizes, [.. mean], [.. deviation]));
            else WriteText(splits, parts, sizes, [.. mean], [.. deviation]);
            return 0;
        });
        return command;
    }

    private static IEnumerable<(string Name, IDataset Data)> Parts(DataSplits splits)
    {
        yield return ("train", splits.Train);
        if (splits.Validation is not null) yield return ("validation", splits.Validation);
        if (splits.Test is not null) yield return ("test", splits.Test);
    }

    // Examples of each class; empty where there is not one class an example.
    private static int[] Counts(IDataset data)
    {
        if (data.ClassNames.Count == 0 || data.TargetShape != Shape.Scalar) return [];
        var counts = new int[data.ClassNames.Count];
        foreach (var label in ExampleLabels.Of(data)) counts[label]++;
        return counts;
    }

    // Of all pictures, by area.
    private static PictureSize[] Sizes(PictureFolder folder)
    {
        var sizes = Enumerable.Range(0, folder.Count).Select(folder.SizeOf).OrderBy(size => (long)size.Height * size.Width).ThenBy(size => size.Height).ToArray();
        return [sizes[0], sizes[sizes.Length / 2], sizes[^1]];
    }

    private static void WriteJson(Utf8JsonWriter writer, DataSplits splits, (string Name, int[] Counts)[] parts, PictureSize[]? sizes, float[] mean, float[] deviation)
    {
        writer.WriteNumber("train", splits.Train.Count);
        writer.WriteNumber("validation", splits.Validation?.Count ?? 0);
        writer.WriteNumber("test", splits.Test?.Count ?? 0);
        writer.WriteString("input", splits.Train.InputShape.ToString());
        writer.WriteNumber("classes", splits.Train.ClassNames.Count);
        writer.WriteStartArray("counts");
        for (var c = 0; c < parts[0].Counts.Length; c++)
        {
            writer.WriteStartObject();
            writer.WriteString("class", splits.Train.ClassNames[c]);
            // A part that is not there has no examples, here as above.
            foreach (var name in (string[])["train", "validation", "test"]) writer.WriteNumber(name, parts.FirstOrDefault(part => part.Name == name).Counts is { } counts ? counts[c] : 0);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        // Height and width of the smallest, the middle and the largest picture.
        writer.WriteStartArray("sizes");
        foreach (var size in sizes ?? []) writer.WriteStringValue($"{size.Height}x{size.Width}");
        writer.WriteEndArray();
        foreach (var (name, values) in new[] { ("mean", mean), ("deviation", deviation) })
        {
            writer.WriteStartArray(name);
            foreach (var value in values) writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }
    }

    private static void WriteText(DataSplits splits, (string Name, int[] Counts)[] parts, PictureSize[]? sizes, float[] mean, float[] deviation)
    {
        var validation = splits.Validation is { } held ? $", {held.Count} validation" : "";
        Console.Out.WriteLine($"{splits.Train.Name}: {splits.Train.Count} training{validation} and {splits.Test?.Count ?? 0} test examples of {splits.Train.InputShape}, {splits.Train.ClassNames.Count} classes");
        if (parts[0].Counts.Length > 0)
            TextTable.Write(["class", .. parts.Select(part => part.Name)], splits.Train.ClassNames.Select((name, c) => (string[])[name, .. parts.Select(part => TextTable.Count(part.Counts[c]))]));
        if (sizes is [var least, var middle, var most]) Console.Out.WriteLine($"pictures of {least} to {most} pixels, in the middle {middle}");
        Console.Out.WriteLine($"mean {string.Join(' ', mean.Select(Text))}, deviation {string.Join(' ', deviation.Select(Text))}");
    }

    private static string Text(float value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
