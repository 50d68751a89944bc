using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;

namespace Striate.Insight;

/// <summary>The sizes of a window layer along one axis.</summary>
/// <param name="Window">The window; for a transposed convolution that of the convolution which leads back, whose input is the output.</param>
/// <param name="Input">The input size.</param>
/// <param name="Output">The output size.</param>
/// <param name="Formula">The formula with its numbers, as in <c>⌊(7 − 3) / 3 + 1⌋ = ⌊2.33⌋ = 2</c>.</param>
/// <param name="Exact">The output size before rounding.</param>
/// <param name="Unused">Rows or columns at the end that no window reaches.</param>
/// <param name="Suggestions">What would fit.</param>
/// <param name="IsTransposed">Whether inputs are spread over windows of outputs, rather than windows of inputs gathered.</param>
public sealed record AxisArithmetic(WindowAxis Window, int Input, int Output, string Formula, double Exact, int Unused, FitSuggestions Suggestions, bool IsTransposed)
{
    /// <summary>Whether the windows fill the padded input exactly.</summary>
    public bool Fits => Math.Floor(Exact) == Exact;

    /// <summary>What stands in the padding.</summary>
    public PaddingMode Mode { get; init; }

    /// <summary>For each input: how many windows look at it; a window that sees it and its copy in the padding looks twice.</summary>
    public IReadOnlyList<int> Visits() => IsTransposed ? InsideWindows(Window) : IsCopied ? Folded() : PerElement(Window);

    /// <summary>For each output: at how many inputs it looks; zeros of the padding do not count, copies do.</summary>
    public IReadOnlyList<int> Support() => IsTransposed ? PerElement(Window) : InsideWindows(IsCopied ? Padded : Window);

    private bool IsCopied => Mode is PaddingMode.Reflect or PaddingMode.Replicate or PaddingMode.Circular;

    // The map with its border, which is then part of it.
    private WindowAxis Padded => Window with { Input = Window.Input + Window.PaddingLow + Window.PaddingHigh, PaddingLow = 0, PaddingHigh = 0 };

    private int[] Folded()
    {
        var (axis, counts) = (new PaddingAxis(Window.Input, Window.PaddingLow, Window.PaddingHigh), new int[Window.Input]);
        var padded = PerElement(Padded);
        for (var place = 0; place < padded.Length; place++) counts[axis.Source(place, Mode)] += padded[place];
        return counts;
    }

    private static int[] InsideWindows(in WindowAxis axis)
    {
        var counts = new int[axis.Output];
        for (var window = 0; window < counts.Length; window++)
        {
            var (first, last) = axis.TapsInside(window);
            counts[window] = Math.Max(0, last - first + 1);
        }
        return counts;
    }

    // A window adds one to every element under a tap: +1 where it begins, −1 behind its end, and sums over steps of the dilation.
    private static int[] PerElement(in WindowAxis axis)
    {
        var step = axis.Dilation;
        var counts = new int[axis.Input];
        for (var window = 0; window < axis.Output; window++)
        {
            var (first, last) = axis.TapsInside(window);
            if (last < first) continue;
            var origin = (long)window * axis.Stride - axis.PaddingLow;
            counts[origin + (long)first * step]++;
            var behind = origin + (last + 1L) * step;
            if (behind < counts.Length) counts[behind]--;
        }
        for (var i = step; i < counts.Length; i++) counts[i] += counts[i - step];
        return counts;
    }
}
