using System.CommandLine;
using System.Globalization;
using Striate.Insight;
using Striate.Tensors;

namespace Striate.Cli.Commands;

/// <summary><c>striate match</c>: where a picture looks like a template.</summary>
internal static class MatchCommand
{
    public static Command Create()
    {
        var picture = new Argument<string>("picture") { Description = "A picture, or a .csv table" };
        var template = new Argument<string>("template") { Description = "A smaller one" };
        var threshold = new Option<double>("--threshold") { Description = "The least normalised correlation, −1 to 1", DefaultValueFactory = _ => 0.8 };
        var top = new Option<int>("--top") { Description = "Places at the most", DefaultValueFactory = _ => 10 };
        var output = new Option<string?>("--out") { Description = "Also write the scores of all places: a .png (−1 black, 1 white), .csv or .npy file" };
        var json = Options.Json();
        var command = new Command("match", "Find where a picture looks like a template") { picture, template, threshold, top, output, json };
        command.SetAction(parsed =>
        {
            var (x, t) = (MapFiles.Read(parsed.GetValue(picture)!), MapFiles.Read(parsed.GetValue(template)!));
            // A coloured and a grey one are compared in grey.
            if (x.Shape.Rank == 3 && t.Shape.Rank == 3 && x.Shape.Channels != t.Shape.Channels) (x, t) = (Grey(x), Grey(t));
            var match = TemplateMatch.Of(x, t);
            var places = match.Places(parsed.GetValue(threshold), parsed.GetValue(top));
            if (parsed.GetValue(output) is { } file)
            {
                var isPicture = Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase);
                float[] shown = [.. match.Scores.ToArray().Select(score => isPicture ? (score + 1) * 127.5f : score)];
                MapFiles.Write(file, Tensor.From<float>(shown, Shape.Of(match.Scores.Shape[0], match.Scores.Shape[1], 1)), "clamp");
            }
            if (parsed.GetValue(json)) WriteJson(match, places);
            else if (places.Count == 0) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"no place reaches {parsed.GetValue(threshold)}; the best score is {match.Scores.ToArray().Max():0.####}"));
            else TextTable.Write(["row", "column", "score"], places.Select(place => new[] { $"{place.Row}", $"{place.Column}", place.Score.ToString("0.0000", CultureInfo.InvariantCulture) }));
            return places.Count == 0 ? 1 : 0;
        });
        return command;
    }

    // The weights of ITU-R BT.601.
    private static Tensor Grey(Tensor map)
    {
        if (map.Shape.Channels == 1) return map;
        var x = map.ToArray();
        return Tensor.From<float>([.. Enumerable.Range(0, x.Length / 3).Select(i => 0.299f * x[3 * i] + 0.587f * x[3 * i + 1] + 0.114f * x[3 * i + 2])], Shape.Of(map.Shape[0], map.Shape[1], 1));
    }

    private static void WriteJson(TemplateMatch match, IReadOnlyList<(int Row, int Column, float Score)> places) => JsonOutput.Write(json =>
    {
        json.WriteNumbers("scores", match.Scores.Shape);
        json.WriteNumber("best", match.Scores.ToArray().Max());
        json.WriteStartArray("places");
        foreach (var (row, column, score) in places)
        {
            json.WriteStartObject();
            json.WriteNumber("row", row);
            json.WriteNumber("column", column);
            json.WriteNumber("score", score);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
