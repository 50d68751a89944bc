using System.CommandLine;
using System.Globalization;
using Striate.Data;
using Striate.Data.Folders;
using Striate.Data.Readers;

namespace Striate.Cli.Commands;

/// <summary><c>striate data split</c>: folders of a data set's parts, which <c>npy:</c> reads, or <c>images:</c> where the data are folders of pictures.</summary>
internal static class DataSplitCommand
{
    public static Command Create()
    {
        var data = Options.Data();
        var parts = new Option<string>("--parts") { Description = "Shares that sum to 1", DefaultValueFactory = _ => "0.8,0.1,0.1" };
        var output = new Option<string>("--out")
        {
            Description = "The folder for the parts' folders: train, test; or train, validation, test; or part1, part2 and so on",
            Required = true,
        };
        var seed = new Option<ulong>("--seed") { Description = "The key of the choice", DefaultValueFactory = _ => 1 };
        var json = Options.Json();
        var command = new Command("split", "Cut the training examples into parts with equal shares of every class") { data, parts, output, seed, json };
        command.SetAction(parsed =>
        {
            var shares = Shares(parsed.GetValue(parts)!);
            var (folder, names) = (parsed.GetValue(output)!, Names(shares.Length));
            var examples = Options.OpenData(parsed.GetValue(data)!).Train;
            var subsets = Subset.Stratify(examples, shares, parsed.GetValue(seed));
            for (var i = 0; i < names.Length; i++)
            {
                if (examples is PictureFolder pictures) pictures.Copy(Path.Combine(folder, names[i]), subsets[i].Indices);
                else NpyFolder.Write(Path.Combine(folder, names[i]), subsets[i]);
            }
            var places = names.Select(name => $"{(examples is PictureFolder ? "images" : "npy")}:{Path.Combine(folder, name)}").ToArray();
            if (parsed.GetValue(json)) WriteJson(places, names, subsets);
            else for (var i = 0; i < names.Length; i++) Console.Out.WriteLine($"{places[i]}  {subsets[i].Count} examples");
            return 0;
        });
        return command;
    }

    private static double[] Shares(string text)
    {
        double Share(string part) => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            ? share
            : throw new ArgumentException($"--parts {text}: '{part}' is no share; shares look like 0.8,0.1,0.1.");
        return [.. text.Split(',').Select(Share)];
    }

    private static string[] Names(int count) => count switch
    {
        2 => ["train", "test"],
        3 => ["train", "validation", "test"],
        _ => [.. Enumerable.Range(1, count).Select(i => $"part{i}")],
    };

    private static void WriteJson(string[] places, string[] names, IReadOnlyList<Subset> subsets) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("parts");
        for (var i = 0; i < names.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", names[i]);
            json.WriteString("data", places[i]);
            json.WriteNumber("examples", subsets[i].Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
