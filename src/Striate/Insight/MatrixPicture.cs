using System.Globalization;
using System.Text;

namespace Striate.Insight;

/// <summary>Matrices side by side as pictures: tied places in one colour, zeros white.</summary>
public static class MatrixPicture
{
    private const int MostCells = 40_000;
    private const int MostNodes = 100;
    private const int Gap = 24;
    private const int Title = 22;

    /// <summary>As SVG, with a title above each and the weights' numbers where cells are few.</summary>
    /// <param name="matrices">Titles and matrices, from left to right.</param>
    /// <exception cref="ArgumentException">They have more than 40,000 places.</exception>
    public static string ToSvg(params IReadOnlyList<(string Title, LayerMatrix Matrix)> matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        RequireFew("cells", matrices.Sum(item => (long)item.Matrix.Rows * item.Matrix.Columns), MostCells, "a PNG, or a smaller map");
        var cell = matrices.Max(item => Math.Max(item.Matrix.Rows, item.Matrix.Columns)) <= 40 ? 26 : 6;
        var (body, left) = (new StringBuilder(), Gap);
        foreach (var (title, matrix) in matrices)
        {
            body.Append(F($"<text x=\"{left}\" y=\"{Title - 6}\">{title}</text>\n"));
            for (var row = 0; row < matrix.Rows; row++)
            {
                for (var column = 0; column < matrix.Columns; column++)
                {
                    var tie = matrix.TieAt(row, column);
                    var (x, y) = (left + column * cell, Title + row * cell);
                    if (tie >= 0) body.Append(F($"<rect x=\"{x}\" y=\"{y}\" width=\"{cell}\" height=\"{cell}\" fill=\"{Hex(tie)}\"/>"));
                    if (tie >= 0 && cell > 12 && matrix.HasParameters) body.Append(F($"<text class=\"k\" x=\"{x + cell / 2}\" y=\"{y + cell / 2 + 4}\">{tie + 1}</text>"));
                }
            }
            body.Append(F($"\n<rect class=\"frame\" x=\"{left}\" y=\"{Title}\" width=\"{matrix.Columns * cell}\" height=\"{matrix.Rows * cell}\"/>\n"));
            left += Math.Max(matrix.Columns * cell, 8 * title.Length) + Gap;
        }
        return Document(left, Title + matrices.Max(item => item.Matrix.Rows) * cell + Gap, body);
    }

    /// <summary>Which input reaches which output over which weight: lines from the inputs below to the outputs above, tied ones in one colour.</summary>
    /// <param name="matrices">Titles and matrices, from top to bottom.</param>
    /// <exception cref="ArgumentException">One has more than 100 inputs or outputs.</exception>
    public static string ToGraph(params IReadOnlyList<(string Title, LayerMatrix Matrix)> matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        const int Step = 44;
        var nodes = matrices.Max(item => Math.Max(item.Matrix.Rows, item.Matrix.Columns));
        RequireFew("inputs or outputs", nodes, MostNodes, "a smaller map");
        var (body, top, width) = (new StringBuilder(), Title, nodes * Step + 2 * Gap);
        foreach (var (title, matrix) in matrices)
        {
            double X(int i, int count) => Gap + (i + 0.5 + (nodes - count) / 2.0) * Step;
            body.Append(F($"<text x=\"{Gap}\" y=\"{top - 6}\">{title}</text>\n"));
            for (var row = 0; row < matrix.Rows; row++)
            {
                for (var column = 0; column < matrix.Columns; column++)
                {
                    if (matrix.TieAt(row, column) < 0) continue;
                    body.Append(F($"<line x1=\"{X(column, matrix.Columns)}\" y1=\"{top + 112}\" x2=\"{X(row, matrix.Rows)}\" y2=\"{top + 16}\" stroke=\"{Hex(matrix.TieAt(row, column))}\"/>"));
                }
            }
            body.Append('\n');
            for (var i = 0; i < matrix.Rows; i++) body.Append(Node(X(i, matrix.Rows), top + 16, $"y{i + 1}"));
            for (var i = 0; i < matrix.Columns; i++) body.Append(Node(X(i, matrix.Columns), top + 112, $"x{i + 1}"));
            top += 160;
        }
        return Document(width, top, body);
    }

    /// <summary>As pixels, a place of a matrix each, with a white gap of two columns between matrices.</summary>
    /// <returns>Height, width, and height · width · 3 bytes of red, green, blue.</returns>
    public static (int Height, int Width, byte[] Bytes) ToPixels(params IReadOnlyList<LayerMatrix> matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        var (height, width) = (matrices.Max(matrix => matrix.Rows), matrices.Sum(matrix => matrix.Columns) + 2 * (matrices.Count - 1));
        var bytes = new byte[height * width * 3];
        bytes.AsSpan().Fill(255);
        var left = 0;
        foreach (var matrix in matrices)
        {
            for (var row = 0; row < matrix.Rows; row++)
            {
                for (var column = 0; column < matrix.Columns; column++)
                {
                    if (matrix.TieAt(row, column) is not (>= 0 and var tie)) continue;
                    var (red, green, blue) = Colour(tie);
                    var at = (row * width + left + column) * 3;
                    (bytes[at], bytes[at + 1], bytes[at + 2]) = (red, green, blue);
                }
            }
            left += matrix.Columns + 2;
        }
        return (height, width, bytes);
    }

    // Hues a golden section apart: neighbours differ, and no two of the first hundreds are alike.
    internal static (byte Red, byte Green, byte Blue) Colour(int tie)
    {
        var hue = tie * 0.6180339887498949 % 1 * 6;
        var light = tie / 12 % 3 * 0.1;
        // Full within one sixth of the circle, falling to nothing two sixths away.
        byte Of(double centre)
        {
            var distance = Math.Abs(hue - centre);
            var share = Math.Clamp(2 - Math.Min(distance, 6 - distance), 0, 1);
            return (byte)Math.Round(255 * (0.35 + light + (0.6 - light) * share));
        }
        return (Of(0), Of(2), Of(4));
    }

    private static string Hex(int tie) => Colour(tie) is var (red, green, blue) ? $"#{red:x2}{green:x2}{blue:x2}" : "";

    private static string Node(double x, int y, string name) => F($"<circle cx=\"{x}\" cy=\"{y}\" r=\"15\"/><text class=\"k\" x=\"{x}\" y=\"{y + 4}\">{name}</text>\n");

    private static void RequireFew(string what, long count, int most, string instead)
    {
        if (count > most) throw new ArgumentException($"A picture of {count} {what} is none to look at; at most {most} are drawn. What would fit: {instead}.");
    }

    private static string Document(int width, int height, StringBuilder body) =>
        F($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n")
        + "<style>text{font:13px sans-serif;fill:#112}.k{font-size:11px;text-anchor:middle}.frame{fill:none;stroke:#667}circle{fill:#fff;stroke:#667}line{stroke-width:2}</style>\n"
        + F($"<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n") + body + "</svg>\n";

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
