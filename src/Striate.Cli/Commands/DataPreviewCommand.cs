using System.CommandLine;
using Striate.Data.Augmentation;
using Striate.Data.Pictures;

namespace Striate.Cli.Commands;

/// <summary><c>striate data preview</c>: what training sees, as a picture.</summary>
internal static class DataPreviewCommand
{
    public static Command Create()
    {
        var (data, option) = Options.DataToLookAt();
        var output = new Option<string>("--out", "--output") { Description = "The PNG file", DefaultValueFactory = _ => "preview.png" };
        var augment = new Option<string>("--augment") { Description = "As for train; a row is then one example, first as it is, then as the epochs see it", DefaultValueFactory = _ => "" };
        var columns = new Option<int?>("--columns") { Description = "Pictures a row (default 16, fewer where pictures are large)" };
        var rows = new Option<int>("--rows") { Description = "Rows", DefaultValueFactory = _ => 6 };
        var seed = new Option<ulong>("--seed") { Description = "The key of all random numbers, as for train", DefaultValueFactory = _ => 1 };
        var json = Options.Json();
        var command = new Command("preview", "A sheet of examples as a PNG, augmented if asked") { data, option, output, augment, columns, rows, seed, json };
        command.SetAction(parsed =>
        {
            var examples = Options.OpenData(parsed.GetValue(data), parsed.GetValue(option)).Train;
            var augmentations = Augmentations.Parse(parsed.GetValue(augment)!);
            if (examples.InputShape.Rank != 3) throw new ArgumentException($"The examples of {examples.Name} are {examples.InputShape}, no pictures.");
            // About a screen's width.
            var (across, down) = (parsed.GetValue(columns) ?? Math.Clamp(1800 / examples.InputShape[1], 1, 16), parsed.GetValue(rows));
            if (across is < 1 or > 200 || down is < 1 or > 200) throw new ArgumentException("--columns and --rows lie between 1 and 200.");
            var sheet = augmentations.Count == 0 ? Sheet.Draw(examples, across, down)
                : AugmentedSheet.Draw(examples, new AugmentedDataset(examples, augmentations, parsed.GetValue(seed)), across, down);
            Png.Write(parsed.GetValue(output)!, sheet);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteString("file", parsed.GetValue(output));
                    writer.WriteNumber("height", sheet.Height);
                    writer.WriteNumber("width", sheet.Width);
                    writer.WriteNumber("examples", Math.Min(augmentations.Count == 0 ? across * down : down, examples.Count));
                });
            }
            else Console.Out.WriteLine(parsed.GetValue(output)!);
            return 0;
        });
        return command;
    }
}
