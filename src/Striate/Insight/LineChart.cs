using System.Globalization;
using System.Text;

namespace Striate.Insight;

/// <summary>Curves as an SVG picture.</summary>
/// <example><code>
/// var parabola = Enumerable.Range(-4, 9).Select(x => ((double)x, (double)x * x)).ToArray();
/// File.WriteAllText("parabola.svg", LineChart.ToSvg("A parabola", "x", ("x²", parabola)));
/// </code></example>
public static class LineChart
{
    private const int Width = 520;
    private const int Height = 260;
    private const int Left = 52;
    private const int Right = 12;
    private const int Top = 34;
    private const int Bottom = 38;
    private const int MostDots = 60;

    // A page around the picture may set these variables; alone it has the colours behind the commas.
    private const string Style = "<style>.chart text{font:11px sans-serif;fill:var(--soft,#6b7280)}.chart .title{font-size:14px;font-weight:600;fill:var(--ink,#1f2328)}.chart line{stroke:var(--rule,#e4e1d8)}.chart polyline{fill:none;stroke-width:2;stroke-linejoin:round}</style>";

    private static readonly string[] Colours = ["var(--a,#2f6f9f)", "var(--b,#c8642b)", "#3f8f5b", "#8a5fb0", "#b08a1f", "#b0476f", "#4a8f9f", "#7a6a5a"];

    /// <summary>A line through the points of each series, over one pair of axes, with dots that tell their numbers where they are few.</summary>
    /// <param name="title">Stands above the picture.</param>
    /// <param name="axis">What runs from left to right.</param>
    /// <param name="series">Names and points; those without points are left out.</param>
    /// <exception cref="ArgumentException">No series has points, one has a number that is not finite, or there are more than 8.</exception>
    public static string ToSvg(string title, string axis, params IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var shown = series.Where(line => line.Points.Count > 0).ToArray();
        if (shown.Length == 0 || shown.Length > Colours.Length) throw new ArgumentException($"A chart has 1 to {Colours.Length} series with points, not {shown.Length}.");
        if (shown.FirstOrDefault(line => line.Points.Any(point => !double.IsFinite(point.X + point.Y))) is { Name: not null } wild) throw new ArgumentException($"The series '{wild.Name}' has a number that is not finite.");
        var (x, y) = (new Axis(shown.SelectMany(line => line.Points).Select(point => point.X), Left, Width - Right), new Axis(shown.SelectMany(line => line.Points).Select(point => point.Y), Height - Bottom, Top));
        var svg = new StringBuilder(F($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Text(title)}\">{Style}\n<text class=\"title\" x=\"0\" y=\"14\">{Text(title)}</text>\n"));
        for (var tick = 0; tick <= 4; tick++)
        {
            var value = y.Value(tick / 4.0);
            svg.Append(F($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.At(value):0.#}\" y2=\"{y.At(value):0.#}\"/><text x=\"{Left - 6}\" y=\"{y.At(value) + 4:0.#}\" text-anchor=\"end\">{value:0.###}</text>\n"));
        }
        svg.Append(F($"<text x=\"{Left}\" y=\"{Height - 20}\" text-anchor=\"middle\">{x.Least:0.###}</text><text x=\"{Width - Right}\" y=\"{Height - 20}\" text-anchor=\"end\">{x.Most:0.###}</text><text x=\"{(Left + Width) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Text(axis)}</text>\n"));
        // Names stand on the side where the curves are low.
        var rises = shown.Sum(line => line.Points[^1].Y - line.Points[0].Y) > 0;
        var place = rises ? F($"x=\"{Left + 6}\"") : F($"x=\"{Width - Right - 4}\" text-anchor=\"end\"");
        for (var s = 0; s < shown.Length; s++)
        {
            var (name, points) = shown[s];
            svg.Append(F($"<polyline stroke=\"{Colours[s]}\" points=\"{string.Join(' ', points.Select(point => F($"{x.At(point.X):0.#},{y.At(point.Y):0.#}")))}\"/>\n"));
            if (points.Count <= MostDots) foreach (var point in points) svg.Append(F($"<circle fill=\"{Colours[s]}\" cx=\"{x.At(point.X):0.#}\" cy=\"{y.At(point.Y):0.#}\" r=\"2.6\"><title>{Text(axis)} {point.X:0.###}: {point.Y:0.#####}</title></circle>\n"));
            if (shown.Length > 1) svg.Append(F($"<text style=\"fill:{Colours[s]}\" {place} y=\"{Top + 12 + 14 * s}\">{Text(name)}</text>\n"));
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static string Text(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Numbers along a stretch of the picture; where all are equal they lie in its middle.
    private readonly record struct Axis(double Least, double Most, int From, int To)
    {
        public Axis(IEnumerable<double> values, int from, int to) : this(values.Min(), values.Max(), from, to)
        {
            if (Most - Least < 1e-12) (Least, Most) = (Least - 0.5, Most + 0.5);
        }

        public double Value(double share) => Least + (Most - Least) * share;

        public double At(double value) => From + (To - From) * (value - Least) / (Most - Least);
    }
}
