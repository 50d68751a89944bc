using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Striate.Data.Pictures;
using Striate.Insight;
using Striate.Layers;
using Striate.Networks;

namespace Striate.Cli.Report;

/// <summary><c>report.html</c>: one file without outside links.</summary>
internal static class HtmlReport
{
    private const int Mistakes = 24;

    public static void Write(string path, ReportData data)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        var title = $"{Path.GetFileNameWithoutExtension(data.Settings.Model)} on {data.Settings.Data}";
        html.Append($"<title>{Text(title)}</title><style>{ReportStyle.Css}</style></head><body><main>");
        html.Append($"<header><p class=\"kicker\">Striate · training report</p><h1>{Text(title)}</h1>{Figures(data)}</header>");
        html.Append("<section><h2>How it learnt</h2><div class=\"charts\">").Append(Curves(data)).Append("</div></section>");
        if (data.Evaluation.Confusion.Length > 0) html.Append($"<section><h2>What it confuses</h2><p>Rows are true classes, columns answers; {data.Evaluation.Count} {data.Part} examples.</p>{Confusion(data)}</section>");
        html.Append(Worst(data)).Append(Filters(data.Network));
        html.Append($"<section><h2>The network</h2><pre>{Text(data.Network.Summary().ToString())}</pre></section>");
        html.Append($"<section><h2>To repeat this run</h2><pre>{Text(Repeat(data))}</pre></section></main></body></html>\n");
        File.WriteAllText(path, html.ToString());
    }

    private static string Figures(ReportData data)
    {
        var figures = new List<(string Value, string Name)>();
        if (data.Evaluation.Metric is { } accuracy) figures.Add((accuracy.ToString("0.00 %", CultureInfo.InvariantCulture), $"accuracy on {data.Evaluation.Count} {data.Part} examples"));
        if (data.Evaluation.Labels.Length > 0)
        {
            if (data.Examples.ClassNames.Count > 5) figures.Add((data.Evaluation.TopAccuracy(5).ToString("0.00 %", CultureInfo.InvariantCulture), "among the five best answers"));
            figures.Add((data.Evaluation.MacroF1.ToString("0.0000", CultureInfo.InvariantCulture), "mean F1 of the classes"));
        }
        figures.Add((data.Evaluation.Loss.ToString("0.0000", CultureInfo.InvariantCulture), $"loss on the same"));
        figures.Add((data.Network.Parameters.LearntLength.ToString("#,0", CultureInfo.InvariantCulture), "parameters"));
        figures.Add(($"{data.History.Count}", "epochs"));
        figures.Add((data.History.Sum(record => record.Seconds).ToString("0.0 s", CultureInfo.InvariantCulture), $"on {data.Settings.Threads} threads"));
        return "<div class=\"figures\">" + string.Concat(figures.Select(figure => $"<div><b>{figure.Value}</b><span>{figure.Name}</span></div>")) + "</div>";
    }

    private static string Curves(ReportData data)
    {
        IReadOnlyList<(double, double)> Of(Func<Training.EpochRecord, double?> value) =>
            [.. data.History.Select((record, i) => (i + 1.0, value(record) ?? double.NaN)).Where(point => double.IsFinite(point.Item2))];
        var charts = Draw("Loss", "epoch", ("training", Of(record => record.Loss)), ("validation", Of(record => record.ValidationLoss)));
        if (Of(record => record.Accuracy).Count > 0) charts += Draw("Accuracy", "epoch", ("training", Of(record => record.Accuracy)), ("validation", Of(record => record.ValidationAccuracy)));
        return charts + Draw("Learning rate", "epoch", ("rate", Of(record => record.LearningRate)));
    }

    // Inside a page a picture needs no namespace, and the page names no address at all.
    internal static string Draw(string title, string axis, params IReadOnlyList<(string, IReadOnlyList<(double, double)>)> series) =>
        LineChart.ToSvg(title, axis, series).Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal);

    private static string Confusion(ReportData data)
    {
        var names = data.Examples.ClassNames;
        var html = new StringBuilder("<div class=\"scroll\"><table class=\"confusion\"><tr><th></th>");
        foreach (var name in names) html.Append($"<th>{Text(name)}</th>");
        html.Append("<th>precision</th><th>recall</th><th>F1</th></tr>");
        var scores = data.Evaluation.Classes;
        for (var row = 0; row < names.Count; row++)
        {
            var counts = data.Evaluation.Confusion[row];
            double total = Math.Max(1, counts.Sum());
            html.Append($"<tr><th>{Text(names[row])}</th>");
            for (var column = 0; column < names.Count; column++)
            {
                var share = counts[column] == 0 ? 0 : row == column ? counts[column] / total : Math.Min(1, 0.15 + 4 * counts[column] / total);
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"{(row == column ? "hit" : "miss")}\" style=\"--s:{share:0.###}\">{(counts[column] == 0 ? "" : counts[column])}</td>");
            }
            html.Append(CultureInfo.InvariantCulture, $"<td>{scores[row].Precision:0.000}</td><td>{scores[row].Recall:0.000}</td><td>{scores[row].F1:0.000}</td></tr>");
        }
        return html.Append("</table></div>").ToString();
    }

    private static string Worst(ReportData data)
    {
        if (data.Evaluation.Answers.Length == 0 || data.Examples.InputShape.Rank != 3) return "";
        var target = new float[1];
        var input = new float[data.Examples.InputShape.Length];
        var html = new StringBuilder();
        foreach (var index in Enumerable.Range(0, data.Evaluation.Count).OrderByDescending(i => data.Evaluation.Losses[i]).Take(4 * Mistakes))
        {
            data.Examples.Read(index, 0, input, target);
            if (data.Evaluation.Answers[index] == (int)target[0] || html.Length > 0 && html.ToString().Split("<figure").Length > Mistakes) continue;
            var (truth, answer) = (data.Examples.ClassNames[(int)target[0]], data.Examples.ClassNames[data.Evaluation.Answers[index]]);
            html.Append(CultureInfo.InvariantCulture, $"<figure class=\"tile\">{Image(Sheet.One(data.Examples, index), $"example {index}")}<figcaption>{Text(truth)} → <em>{Text(answer)}</em><br><small>loss {data.Evaluation.Losses[index]:0.00}</small></figcaption></figure>");
        }
        return html.Length == 0 ? "" : $"<section><h2>Its worst mistakes</h2><p>What it is → what the network says.</p><div class=\"tiles\">{html}</div></section>";
    }

    private static string Filters(Network network)
    {
        var first = network.Nodes.FirstOrDefault(node => node.Layer is Convolution && node.Parameters[0].Shape.Rank == 4);
        if (first is null) return "";
        var weights = first.Parameters[0];
        var (channels, height, width) = (weights.Shape[1], weights.Shape[2], weights.Shape[3]);
        var html = new StringBuilder();
        for (var filter = 0; filter < Math.Min(64, weights.Shape[0]); filter++)
        {
            var pixels = new float[height * width * channels];
            for (var c = 0; c < channels; c++)
                for (var pixel = 0; pixel < height * width; pixel++) pixels[pixel * channels + c] = weights.Values[((filter * channels) + c) * height * width + pixel];
            html.Append($"<figure class=\"tile\">{Image(Sheet.FromFloats(pixels, height, width, channels), $"filter {filter}")}</figure>");
        }
        return $"<section><h2>First-layer filters</h2><p>{first.Name}: {weights.Shape[0]} kernels of {height}×{width}×{channels}, each stretched over its own range.</p><div class=\"tiles\">{html}</div></section>";
    }

    private static string Repeat(ReportData data)
    {
        var settings = JsonSerializer.Serialize(data.Settings with { Out = null }, TrainSettingsJson.Default.TrainSettings);
        var version = typeof(HtmlReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return $"striate train --config settings.json\n\nsettings.json\n{settings}\n\nrecipe {data.Recipe}\n\nStriate {version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, {System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated switch { true => "512", _ => System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? "256" : "128" }}-bit vectors";
    }

    private static string Image(Picture picture, string name)
    {
        using var stream = new MemoryStream();
        Png.Write(stream, picture);
        return $"<img alt=\"{name}\" src=\"data:image/png;base64,{Convert.ToBase64String(stream.ToArray())}\">";
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
