using System.Globalization;
using System.Net;
using System.Text;
using Striate.Training;

namespace Striate.Cli.Report;

/// <summary><c>report.html</c> of <c>train --find-lr</c>: the losses over the learning rate.</summary>
internal static class LearningRateReport
{
    public static void Write(string path, string title, LearningRateSweep sweep)
    {
        IReadOnlyList<(double, double)> Of(Func<LearningRatePoint, double> value) => [.. sweep.Points.Select(point => (Math.Log10(point.Rate), value(point)))];
        var name = WebUtility.HtmlEncode(title);
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Append($"<title>{name}</title><style>{ReportStyle.Css}</style></head><body><main><header><p class=\"kicker\">Striate · learning-rate finder</p><h1>{name}</h1>");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"figures\"><div><b>{sweep.Suggested:g2}</b><span>suggested learning rate, a tenth of the lowest loss's</span></div>");
        html.Append(CultureInfo.InvariantCulture, $"<div><b>{sweep.Lowest.Smoothed:0.0000}</b><span>lowest smoothed loss, at {sweep.Lowest.Rate:g2}</span></div><div><b>{sweep.Points.Count}</b><span>steps</span></div></div></header>");
        html.Append("<section><h2>Loss while the learning rate grows</h2><div class=\"charts\">");
        html.Append(HtmlReport.Draw("Loss", "log₁₀ of the learning rate", ("loss of the batch", Of(point => point.Loss)), ("smoothed", Of(point => point.Smoothed))));
        html.Append("</div><p>The network is as it was before the sweep.</p></section></main></body></html>\n");
        File.WriteAllText(path, html.ToString());
    }
}
