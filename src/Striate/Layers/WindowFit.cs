using System.Globalization;
using Striate.Kernels.Convolution;

namespace Striate.Layers;

/// <summary>Says why windows do not fit their input and what would.</summary>
internal static class WindowFit
{
    private static readonly string[][] AxisNames = [["column"], ["row", "column"], ["plane", "row", "column"]];

    public static void Require(string label, IReadOnlyList<WindowAxis> axes, Fit fit)
    {
        if (axes.Any(axis => axis.Output < 1)) throw new ShapeException(TooSmall(label, axes));
        if (fit == Fit.Strict && axes.Any(axis => Rest(axis) != 0)) throw new ShapeException(Uneven(label, axes));
    }

    /// <summary>Rows or columns at the end that no window reaches.</summary>
    public static int Rest(WindowAxis axis) => axis.Room % axis.Stride;

    /// <summary>Strides with which the windows fill the padded input exactly.</summary>
    public static IEnumerable<int> Strides(WindowAxis axis) => Divisors.Of(axis.Room);

    /// <summary>Zeros on both sides with which they do, up to full padding.</summary>
    public static IEnumerable<int> Paddings(WindowAxis axis) => Enumerable.Range(0, axis.Extent)
        .Where(zeros => Fills(axis with { PaddingLow = zeros, PaddingHigh = zeros }));

    /// <summary>Whether the windows fill the padded input exactly.</summary>
    public static bool Fills(WindowAxis axis) => axis.Room >= 0 && Rest(axis) == 0;

    /// <summary>Why windows leave a rest, and what would fit.</summary>
    public static string Uneven(string label, IReadOnlyList<WindowAxis> axes)
    {
        var axis = axes.First(a => Rest(a) != 0);
        var rest = Rest(axis);
        var names = AxisNames[axes.Count - 1];
        var dropped = axes.Select((a, i) => Rest(a) switch { 0 => "", 1 => names[i], var count => $"{count} {names[i]}s" }).Where(text => text.Length > 0);
        return $"{label} does not fit: {Problem(axes)} gives {Quotient(axis)} = {Exact(axis)}.\n"
            + $"Strides that fit: {string.Join(", ", Strides(axis))}. With stride {axis.Stride}: {PaddingThatFits(axis)}input {axis.Input - rest}{((long)axis.Input + axis.Stride - rest is var more and <= int.MaxValue ? $" or {more}" : "")}. "
            + $"To drop the last {string.Join(" and ", dropped)}, set Fit = Fit.Floor.";
    }

    /// <summary>The settings, as in <c>input 7×7, kernel 3×3, stride 3</c>.</summary>
    public static string Problem(IReadOnlyList<WindowAxis> axes)
    {
        var text = $"input {Join(axes, a => a.Input)}, kernel {Join(axes, a => a.Kernel)}, stride {Same(axes, a => a.Stride)}";
        if (axes.Any(a => a.Dilation != 1)) text += $", dilation {Same(axes, a => a.Dilation)}";
        if (axes.Any(a => a.PaddingLow != 0 || a.PaddingHigh != 0))
            text += $", padding {string.Join('×', axes.Select(a => a.PaddingLow == a.PaddingHigh ? $"{a.PaddingLow}" : $"({a.PaddingLow}, {a.PaddingHigh})"))}";
        return text;
    }

    /// <summary>(input + padding − extent) / stride + 1 with its numbers.</summary>
    public static string Quotient(WindowAxis axis) => $"({Padded(axis)} − {Extent(axis)}) / {axis.Stride} + 1";

    /// <summary>What that is, to two decimals.</summary>
    public static string Exact(WindowAxis axis) => ((double)axis.Room / axis.Stride + 1).ToString("0.##", CultureInfo.InvariantCulture);

    private static string TooSmall(string label, IReadOnlyList<WindowAxis> axes)
    {
        var axis = axes.First(a => a.Output < 1);
        var missing = -axis.Room;
        return $"{label} does not fit: {Problem(axes)}: the window spans {Extent(axis)}, the padded input {Padded(axis)}. "
            + $"What would fit: an input of {axis.Input + missing} or more, {(missing + 1) / 2} more padding on each side, or a smaller kernel.";
    }

    // The least m with room + 2m a multiple of the stride: 2m is what is missing, or that and one stride more.
    private static string PaddingThatFits(WindowAxis axis)
    {
        var missing = (long)axis.Stride - Rest(axis);
        var twice = missing % 2 == 0 ? missing : missing + axis.Stride;
        if (twice % 2 != 0 || axis.PaddingLow != axis.PaddingHigh || axis.Input + 2L * axis.PaddingLow + twice > int.MaxValue) return "";
        var padded = axis with { PaddingLow = (int)(axis.PaddingLow + twice / 2), PaddingHigh = (int)(axis.PaddingLow + twice / 2) };
        return $"padding {padded.PaddingLow} (gives {padded.Output}), or ";
    }

    private static string Padded(WindowAxis axis) =>
        axis.PaddingLow + axis.PaddingHigh == 0 ? $"{axis.Input}"
        : axis.PaddingLow == axis.PaddingHigh ? $"{axis.Input} + 2·{axis.PaddingLow}"
        : $"{axis.Input} + {axis.PaddingLow} + {axis.PaddingHigh}";

    private static string Extent(WindowAxis axis) => axis.Dilation == 1 ? $"{axis.Kernel}" : $"({axis.Dilation}·({axis.Kernel} − 1) + 1)";

    private static string Join(IEnumerable<WindowAxis> axes, Func<WindowAxis, int> size) => string.Join('×', axes.Select(size));

    private static string Same(IReadOnlyList<WindowAxis> axes, Func<WindowAxis, int> size) =>
        axes.All(axis => size(axis) == size(axes[0])) ? $"{size(axes[0])}" : Join(axes, size);
}
