using System.Globalization;
using System.Text;

namespace Striate.Cli.Report;

/// <summary>A line chart as SVG: one or two series over epochs.</summary>
internal static class Chart
{
    private const int Width = 520;
    private const int Height = 230;
    private const int Left = 52;
    private const int Bottom = 34;

    public static string Draw(string title, params IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        var shown = series.Where(line => line.Values.Count > 0).ToArray();
        var (least, most) = (shown.Min(line => line.Values.Min()), shown.Max(line => line.Values.Max()));
        if (most - least < 1e-12) (least, most) = (least - 0.5, most + 0.5);
        var count = shown.Max(line => line.Values.Count);
        double X(int i) => Left + (Width - Left - 12) * (count == 1 ? 0.5 : i / (count - 1.0));
        double Y(double value) => 14 + (Height - Bottom - 14) * (1 - (value - least) / (most - least));
        var svg = new StringBuilder(F($"<figure><figcaption>{title}</figcaption><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">"));
        for (var tick = 0; tick <= 4; tick++)
        {
            var value = least + (most - least) * tick / 4;
            svg.Append(F($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - 12}\" y1=\"{Y(value):0.#}\" y2=\"{Y(value):0.#}\"/><text class=\"tick\" x=\"{Left - 6}\" y=\"{Y(value) + 4:0.#}\" text-anchor=\"end\">{value:0.###}</text>"));
        }
        svg.Append(F($"<text class=\"tick\" x=\"{X(0):0.#}\" y=\"{Height - 14}\" text-anchor=\"middle\">1</text><text class=\"tick\" x=\"{X(count - 1):0.#}\" y=\"{Height - 14}\" text-anchor=\"middle\">{count}</text><text class=\"tick\" x=\"{(Left + Width) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">epoch</text>"));
        for (var s = 0; s < shown.Length; s++)
        {
            var points = string.Join(' ', shown[s].Values.Select((value, i) => F($"{X(i):0.#},{Y(value):0.#}")));
            svg.Append(F($"<polyline class=\"line{s}\" points=\"{points}\"/>"));
            if (count <= 60) foreach (var (value, i) in shown[s].Values.Select((value, i) => (value, i))) svg.Append(F($"<circle class=\"dot{s}\" cx=\"{X(i):0.#}\" cy=\"{Y(value):0.#}\" r=\"2.6\"><title>epoch {i + 1}: {value:0.#####}</title></circle>"));
            if (shown.Length > 1) svg.Append(F($"<text class=\"name{s}\" x=\"{Width - 16}\" y=\"{24 + 16 * s}\" text-anchor=\"end\">{shown[s].Name}</text>"));
        }
        return svg.Append("</svg></figure>").ToString();
    }

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
