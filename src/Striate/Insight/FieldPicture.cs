using System.Globalization;
using System.Text;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>Receptive fields as pictures.</summary>
public static class FieldPicture
{
    private const int Side = 320;
    private const int Gap = 24;
    private const int Row = 16;
    private const int MostBars = 60;

    /// <summary>As SVG: on the left the input with the field of each layer's middle place, on the right the sizes as bars. Layers that leave the field as it is are left out.</summary>
    /// <param name="fields">The fields of a network.</param>
    /// <param name="input">The shape of one example of the input.</param>
    /// <exception cref="ArgumentException">No layer has a field with places.</exception>
    public static string ToSvg(IReadOnlyList<LayerField> fields, Shape input)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(input);
        var drawn = new List<LayerField>();
        foreach (var field in fields.Where(field => field.Axes.Count is 1 or 2 && !field.Node.IsInput))
            if (drawn.Count == 0 || field.Axes.Max(axis => axis.Size) > drawn[^1].Axes.Max(axis => axis.Size)) drawn.Add(field);
        if (drawn.Count == 0) throw new ArgumentException("No layer's field can be drawn: fields of maps with one or two axes are.");
        drawn = [.. drawn.Take(MostBars)];
        var (rows, columns) = input.Rank == 2 ? (Math.Max(1, input[0] / 8), input[0]) : (input[0], input[1]);
        var boxes = drawn.Select(field => Box(field, rows)).ToArray();
        // The picture reaches as far as the largest field does over the border.
        double top = Math.Min(0, boxes.Min(box => box.Top)), left = Math.Min(0, boxes.Min(box => box.Left));
        double bottom = Math.Max(rows, boxes.Max(box => box.Bottom)), right = Math.Max(columns, boxes.Max(box => box.Right));
        var scale = Side / Math.Max(bottom - top, right - left);
        string Rectangle(double y, double x, double height, double width, string style) =>
            F($"<rect x=\"{Gap + (x - left) * scale:0.##}\" y=\"{Gap + (y - top) * scale:0.##}\" width=\"{width * scale:0.##}\" height=\"{height * scale:0.##}\" {style}/>\n");
        var body = new StringBuilder(Rectangle(0, 0, rows, columns, "fill=\"#eef\" stroke=\"#667\""));
        var most = drawn.Max(field => field.Axes.Max(axis => axis.Size));
        var name = 7 * drawn.Max(field => field.Node.Name.Length);
        for (var i = drawn.Count - 1; i >= 0; i--)
            body.Append(Rectangle(boxes[i].Top, boxes[i].Left, boxes[i].Bottom - boxes[i].Top, boxes[i].Right - boxes[i].Left, $"fill=\"none\" stroke=\"{Hex(i)}\" stroke-width=\"2\""));
        for (var i = 0; i < drawn.Count; i++)
        {
            var (x, y, size) = (Side + 2 * Gap, Gap + i * Row, drawn[i].Axes.Max(axis => axis.Size));
            body.Append(F($"<text x=\"{x}\" y=\"{y + 12}\">{Escape(drawn[i].Node.Name)}</text>"))
                .Append(F($"<rect x=\"{x + name + 8}\" y=\"{y + 2}\" width=\"{200.0 * size / most:0.##}\" height=\"{Row - 4}\" fill=\"{Hex(i)}\"/>"))
                .Append(F($"<text x=\"{x + name + 14 + 200.0 * size / most:0.##}\" y=\"{y + 12}\">{string.Join('×', drawn[i].Axes.Select(axis => axis.Size).Distinct())}</text>\n"));
        }
        var (width, height) = (Side + 2 * Gap + name + 290, 2 * Gap + Math.Max(Side, drawn.Count * Row));
        return F($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n")
            + "<style>text{font:12px sans-serif;fill:#112}</style>\n" + F($"<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n") + body + "</svg>\n";
    }

    /// <summary>The effective field as pixels: black where nothing acts, white where most does, and the receptive field as a frame.</summary>
    /// <param name="effective">A field of one or two axes.</param>
    /// <param name="field">The receptive field of the same layer, or null.</param>
    /// <returns>Height, width, and height · width · 3 bytes of red, green, blue.</returns>
    /// <exception cref="ArgumentException">The field has three axes.</exception>
    public static (int Height, int Width, byte[] Bytes) ToPixels(EffectiveField effective, LayerField? field = null)
    {
        ArgumentNullException.ThrowIfNull(effective);
        if (effective.Shape.Rank > 2) throw new ArgumentException($"An effective field of one or two axes is drawn; this one lies on {effective.Shape}.");
        var (rows, columns) = effective.Shape.Rank == 1 ? (1, effective.Shape[0]) : (effective.Shape[0], effective.Shape[1]);
        var zoom = Math.Max(1, Side / Math.Max(rows, columns));
        var (height, width) = (rows * zoom * (rows == 1 ? 8 : 1), columns * zoom);
        var (bytes, most) = (new byte[height * width * 3], Math.Max(effective.Strength.Max(), float.Epsilon));
        for (var pixel = 0; pixel < height * width; pixel++)
        {
            var value = effective.Strength[(rows == 1 ? 0 : pixel / width / zoom) * columns + pixel % width / zoom] / most;
            bytes.AsSpan(3 * pixel, 3).Fill((byte)Math.Round(255 * value));
        }
        if (field is null || field.Axes.Count != effective.Shape.Rank) return (height, width, bytes);
        var across = field.At(field.Axes.Count - 1, effective.Place[^1]);
        var down = rows == 1 ? (First: 0L, Last: 0L) : field.At(0, effective.Place[0]);
        for (var pixel = 0; pixel < height * width; pixel++)
        {
            var (y, x) = ((double)(pixel / width) / height * rows * zoom, pixel % width);
            bool On(double at, (long First, long Last) range) => Math.Floor(at) == range.First * zoom || Math.Floor(at) == (range.Last + 1) * zoom - 1;
            bool In(double at, (long First, long Last) range) => at >= range.First * zoom && at < (range.Last + 1) * zoom;
            if ((On(y, down) && In(x, across)) || (On(x, across) && In(y, down))) (bytes[3 * pixel], bytes[3 * pixel + 1], bytes[3 * pixel + 2]) = (255, 96, 32);
        }
        return (height, width, bytes);
    }

    private static (double Top, double Left, double Bottom, double Right) Box(LayerField field, int rows)
    {
        int Middle(int axis) => (field.Output[axis] - 1) / 2;
        var (left, right) = field.At(field.Axes.Count - 1, Middle(field.Axes.Count - 1));
        if (field.Axes.Count == 1) return (0, left, rows, right + 1);
        var (top, bottom) = field.At(0, Middle(0));
        return (top, left, bottom + 1, right + 1);
    }

    private static string Hex(int i) => MatrixPicture.Colour(i) is var (red, green, blue) ? $"#{red:x2}{green:x2}{blue:x2}" : "";

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
