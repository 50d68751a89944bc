using Striate.Kernels.Convolution;

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

    /// <summary>For each input: how many outputs it influences.</summary>
    public IReadOnlyList<int> Visits() => IsTransposed ? InsideWindows() : PerElement();

    /// <summary>For each output: how many inputs it sees; padding does not count.</summary>
    public IReadOnlyList<int> Support() => IsTransposed ? PerElement() : InsideWindows();

    private int[] InsideWindows()
    {
        var counts = new int[Window.Output];
        for (var window = 0; window < counts.Length; window++)
        {
            var (first, last) = Window.TapsInside(window);
            counts[window] = Math.Max(0, last - first + 1);
        }
        return counts;
    }

    // A window adds one to every element under a tap: +1 where it begins, −1 behind its end, and sums over steps of the dilation.
    private int[] PerElement()
    {
        var step = Window.Dilation;
        var counts = new int[Window.Input];
        for (var window = 0; window < Window.Output; window++)
        {
            var (first, last) = Window.TapsInside(window);
            if (last < first) continue;
            var origin = (long)window * Window.Stride - Window.PaddingLow;
            counts[origin + (long)first * step]++;
            var behind = origin + (last + 1L) * step;
            if (behind < counts.Length) counts[behind]--;
        }
        for (var i = step; i < counts.Length; i++) counts[i] += counts[i - step];
        return counts;
    }
}
