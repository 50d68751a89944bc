using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Data.Augmentation;
using Striate.Data.Pictures;

namespace Striate.Cli.Commands;

/// <summary><c>striate data list|stats|preview|split</c>: what data there are, and what a data set holds.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Look at data, and cut them into parts") { List(), Stats(), Preview(), DataSplitCommand.Create() };

    private static Command List()
    {
        var json = Options.Json();
        var command = new Command("list", "The kinds of data, and what each needs") { json };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(json))
            {
                foreach (var kind in DataKinds.All) Console.Out.WriteLine($"{kind.Pattern,-18}{kind.Needs}");
                return 0;
            }
            JsonOutput.Write(writer =>
            {
                writer.WriteStartArray("kinds");
                foreach (var kind in DataKinds.All)
                {
                    writer.WriteStartObject();
                    writer.WriteString("kind", kind.Pattern);
                    writer.WriteString("needs", kind.Needs);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
            return 0;
        });
        return command;
    }

    private static Command Stats()
    {
        var data = new Argument<string>("data") { Description = "KIND:PATH, as in mnist:DIR or synthetic:digits" };
        var json = Options.Json();
        var command = new Command("stats", "Counts, mean and deviation of each channel") { data, json };
        command.SetAction(parsed =>
        {
            var splits = DataKinds.Open(parsed.GetValue(data)!);
            var (mean, deviation) = Statistics.Of(splits.Train);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteNumber("train", splits.Train.Count);
                    writer.WriteNumber("test", splits.Test?.Count ?? 0);
                    writer.WriteString("input", splits.Train.InputShape.ToString());
                    writer.WriteNumber("classes", splits.Train.ClassNames.Count);
                    writer.WriteStartArray("mean");
                    foreach (var value in mean) writer.WriteNumberValue(value);
                    writer.WriteEndArray();
                    writer.WriteStartArray("deviation");
                    foreach (var value in deviation) writer.WriteNumberValue(value);
                    writer.WriteEndArray();
                });
                return 0;
            }
            Console.Out.WriteLine($"{splits.Train.Name}: {splits.Train.Count} training and {splits.Test?.Count ?? 0} test examples of "
                + $"{splits.Train.InputShape}, {splits.Train.ClassNames.Count} classes");
            Console.Out.WriteLine($"mean {string.Join(' ', mean.Select(Text))}, deviation {string.Join(' ', deviation.Select(Text))}");
            return 0;
        });
        return command;
    }

    private static Command Preview()
    {
        var data = new Argument<string>("data") { Description = "KIND:PATH, as in mnist:DIR or synthetic:digits" };
        var output = new Option<string>("--out") { Description = "The PNG file", DefaultValueFactory = _ => "preview.png" };
        var augment = new Option<string>("--augment") { Description = "As for train", DefaultValueFactory = _ => "" };
        var columns = new Option<int>("--columns") { Description = "Pictures a row", DefaultValueFactory = _ => 16 };
        var rows = new Option<int>("--rows") { Description = "Rows", DefaultValueFactory = _ => 6 };
        var json = Options.Json();
        var command = new Command("preview", "A sheet of examples as a PNG") { data, output, augment, columns, rows, json };
        command.SetAction(parsed =>
        {
            var examples = DataKinds.Open(parsed.GetValue(data)!).Train;
            var augmentations = Augmentations.Parse(parsed.GetValue(augment)!);
            var (across, down) = (parsed.GetValue(columns), parsed.GetValue(rows));
            if (across is < 1 or > 200 || down is < 1 or > 200) throw new ArgumentException("--columns and --rows lie between 1 and 200.");
            var sheet = Sheet.Draw(augmentations.Count == 0 ? examples : examples.Augment(augmentations), across, down);
            Png.Write(parsed.GetValue(output)!, sheet);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteString("file", parsed.GetValue(output));
                    writer.WriteNumber("height", sheet.Height);
                    writer.WriteNumber("width", sheet.Width);
                    writer.WriteNumber("examples", Math.Min(across * down, examples.Count));
                });
            }
            else Console.Out.WriteLine(parsed.GetValue(output)!);
            return 0;
        });
        return command;
    }

    private static string Text(float value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
