using System.Text;

namespace Striate.Insight;

public sealed partial class ConvolutionTrace
{
    private const int Cell = 36;
    private const int Gap = 28;
    private const int Top = 30;
    private const int MostFrames = 400;
    private const int MostCells = 4000;

    /// <summary>An animated picture: the window moves over the padded input, a second an output, and each output appears with the sum it is made of.</summary>
    /// <exception cref="ArgumentException">The map has three spatial axes, or too many cells to look at.</exception>
    public string ToSvg()
    {
        if (_windows.Count > 2) throw new ArgumentException($"A picture has one or two spatial axes; this map is {Input.Shape[..^1]}.");
        var (rows, columns) = (AxisOf(0), AxisOf(1));
        var (height, width, channels) = (rows.Padded, columns.Padded, Input.Shape.Channels);
        if (_outputShape.Length > MostFrames || (long)height * width * channels > MostCells)
            throw new ArgumentException($"A picture shows at most {MostFrames} outputs and {MostCells} inputs with their padding; these are {_outputShape.Length} and {(long)height * width * channels}.");
        var frames = MapOrder.Places(_outputShape, Order).ToArray();
        var (kernelLeft, outputLeft) = (Gap + width * Cell + Gap, 2 * Gap + width * Cell + Gap + columns.Kernel * Cell);
        var body = new StringBuilder();
        for (var channel = 0; channel < channels; channel++) AppendChannel(body, channel, channel * (Math.Max(height, rows.Kernel) * Cell + Gap) + Top, kernelLeft);
        AppendOutput(body, frames, outputLeft);
        var sums = frames.Select(Sum).ToArray();
        var bottom = Top + Math.Max(channels * (Math.Max(height, rows.Kernel) * Cell + Gap), rows.Output * Cell + Gap);
        for (var frame = 0; frame < frames.Length; frame++)
            body.Append(F($"<text x=\"{Gap}\" y=\"{bottom}\" class=\"sum\">{sums[frame]}{Shown(frame, frames.Length, stays: false)}</text>\n"));
        var (right, end) = (Math.Max(outputLeft + columns.Output * Cell + Gap, Gap + 8 * sums.Max(sum => sum.Length)), bottom + Gap);
        return F($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {right} {end}\" width=\"{right}\" height=\"{end}\" role=\"img\" aria-label=\"{Name}\">\n")
            + "<style>rect{stroke:#667;fill:#fff}.pad{fill:#eef;stroke-dasharray:3}.tap{fill:#f80;fill-opacity:.35;stroke:#c50}.k{fill:#fec}.y{fill:#cfe}"
            + "text{font:14px sans-serif;text-anchor:middle;fill:#112}.w{font-size:9px;fill:#a40}.head,.sum{text-anchor:start}</style>\n"
            + F($"<rect width=\"{right}\" height=\"{end}\" stroke=\"none\"/><text x=\"{Gap}\" y=\"18\" class=\"head\">{Name}</text>\n") + body + "</svg>\n";
    }

    // A row of a one-dimensional map is an axis of its own.
    private (int Padded, int Low, int Input, int Kernel, int Output) AxisOf(int axis)
    {
        if (axis == 0 && _windows.Count == 1) return (1, 0, 1, 1, 1);
        var window = _windows[_windows.Count == 1 ? 0 : axis];
        return (window.PaddingLow + window.Input + window.PaddingHigh, window.PaddingLow, window.Input, window.Kernel, window.Output);
    }

    private void AppendChannel(StringBuilder body, int channel, int top, int kernelLeft)
    {
        var (rows, columns) = (AxisOf(0), AxisOf(1));
        for (var row = 0; row < rows.Padded; row++)
        {
            for (var column = 0; column < columns.Padded; column++)
            {
                var (h, w) = (row - rows.Low, column - columns.Low);
                var inside = h >= 0 && h < rows.Input && w >= 0 && w < columns.Input;
                var value = Value(Source(_windows.Count == 1 ? [w] : [h, w]), channel);
                AppendCell(body, Gap + column * Cell, top + row * Cell, inside ? "x" : "pad", F($"{value:0.###}"));
            }
        }
        for (var row = 0; row < rows.Kernel; row++)
        {
            for (var column = 0; column < columns.Kernel; column++)
            {
                var weight = F($"{Kernel.Floats[(row * columns.Kernel + column) * Input.Shape.Channels + channel]:0.###}");
                AppendCell(body, kernelLeft + column * Cell, top + row * Cell, "k", weight);
            }
        }
        // The kernel's cells travel over the input, each with its weight in the corner.
        var frames = MapOrder.Places(_outputShape, Order).Select(output => StepsOf(output).Where(step => step.Channel == channel).ToArray()).ToArray();
        for (var tap = 0; tap < frames[0].Length; tap++)
        {
            string Moving(string name, int offset, Func<TraceStep, int> at) => Animated(name, [.. frames.Select(steps => at(steps[tap]) * Cell + offset)]);
            int Row(TraceStep step) => (_windows.Count == 1 ? 0 : step.Input[0]) + rows.Low;
            int Column(TraceStep step) => step.Input[^1] + columns.Low;
            body.Append(F($"<rect class=\"tap\" width=\"{Cell}\" height=\"{Cell}\">{Moving("x", Gap, Column)}{Moving("y", top, Row)}</rect>"))
                .Append(F($"<text class=\"w\">{frames[0][tap].Weight:0.###}{Moving("x", Gap + Cell - 9, Column)}{Moving("y", top + Cell - 4, Row)}</text>\n"));
        }
    }

    private void AppendOutput(StringBuilder body, int[][] frames, int left)
    {
        for (var frame = 0; frame < frames.Length; frame++)
        {
            var (row, column) = (_windows.Count == 1 ? 0 : frames[frame][0], frames[frame][^1]);
            var value = F($"{Output.Floats[(int)MapOrder.Number(Output.Shape, VectorOrder.RowMajor, frames[frame])]:0.###}");
            AppendCell(body, left + column * Cell, Top + row * Cell, "y", value + Shown(frame, frames.Length, stays: true));
        }
    }

    private string Sum(int[] output)
    {
        var steps = StepsOf(output).ToArray();
        return string.Join(" + ", steps.Select(step => F($"{step.Value:0.###}·{step.Weight:0.###}"))) + F($" = {steps[^1].Sum:0.###}");
    }

    private static void AppendCell(StringBuilder body, int x, int y, string kind, string content) => body.Append(F(
        $"<rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{Cell}\" height=\"{Cell}\"/><text x=\"{x + Cell / 2}\" y=\"{y + Cell / 2 + 5}\">{content}</text>\n"));

    private static string Animated(string attribute, int[] values) =>
        F($"<animate attributeName=\"{attribute}\" calcMode=\"discrete\" repeatCount=\"indefinite\" dur=\"{values.Length}s\" values=\"{string.Join(';', values)}\"/>");

    // Visible in its own second, or from there to the end; then the film begins again.
    private static string Shown(int frame, int frames, bool stays)
    {
        var (begin, end) = ((double)frame / frames, (frame + 1.0) / frames);
        var (values, times) = (frame == 0 ? "1" : "0;1", frame == 0 ? "0" : F($"0;{begin:0.####}"));
        if (!stays && frame < frames - 1) (values, times) = (values + ";0", times + F($";{end:0.####}"));
        if (values == "1") return "";
        return F($"<animate attributeName=\"opacity\" calcMode=\"discrete\" repeatCount=\"indefinite\" dur=\"{frames}s\" values=\"{values}\" keyTimes=\"{times}\"/>");
    }
}
