using Striate.Kernels.Convolution;
using Striate.Layers;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>The sizes of a convolution, pooling or transposed convolution, with the formula and its numbers.</summary>
/// <remarks>Dumoulin &amp; Visin 2016 (arXiv:1603.07285), relations 1 to 15. Along each axis: a window layer makes (input + padding − extent) / stride + 1 of its input,
/// a transposed one (input − 1) · stride + extent − padding + output padding, with extent = dilation · (kernel − 1) + 1.</remarks>
/// <example><code>
/// var answer = WindowArithmetic.Of(new Convolution(1, 3) { Stride = 3 }, Shape.Of(7, 7, 1));
/// Console.WriteLine(answer.Formula);            // ⌊(7 − 3) / 3 + 1⌋ = ⌊2.33⌋ = 2
/// </code></example>
public sealed class WindowArithmetic
{
    private static readonly string[][] AxisNames = [["width"], ["height", "width"], ["depth", "height", "width"]];

    private WindowArithmetic(WindowLayer layer, Shape input, Shape output, IReadOnlyList<AxisArithmetic> axes) => (Layer, Input, Output, Axes) = (layer, input, output, axes);

    /// <summary>The layer.</summary>
    public WindowLayer Layer { get; }

    /// <summary>The shape of one example.</summary>
    public Shape Input { get; }

    /// <summary>The shape of its output.</summary>
    public Shape Output { get; }

    /// <summary>The axes, outermost first.</summary>
    public IReadOnlyList<AxisArithmetic> Axes { get; }

    /// <summary>Whether the windows fill the padded input along every axis.</summary>
    public bool Fits => Axes.All(axis => axis.Fits);

    /// <summary>The formula with its numbers; axis by axis where they differ.</summary>
    public string Formula => Axes.All(axis => axis.Formula == Axes[0].Formula)
        ? Axes[0].Formula
        : string.Join("; ", Axes.Select((axis, i) => $"{AxisNames[Axes.Count - 1][i]}: {axis.Formula}"));

    /// <summary>The settings, as in <c>input 7×7, kernel 3×3, stride 3</c>.</summary>
    public string Problem => WindowFit.Problem([.. Axes.Select(axis => axis.Window with { Input = axis.Input })]);

    /// <summary>Why it does not fit and what would, as a layer with <see cref="Fit.Strict"/> says it; null if it fits.</summary>
    public string? Misfit => Fits ? null : WindowFit.Uneven(Layer.Kind, [.. Axes.Select(axis => axis.Window with { Overhang = 0 })]);

    /// <summary>The sizes of a layer for an input.</summary>
    /// <param name="layer">A convolution, pooling or transposed convolution.</param>
    /// <param name="input">The shape of one example, channels last.</param>
    /// <exception cref="ShapeException">Not one window fits, or a setting cannot be.</exception>
    public static WindowArithmetic Of(WindowLayer layer, Shape input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        var inputs = new LayerInputs(layer.Kind, [input]);
        var output = layer.OutputShape(inputs);
        var windows = layer.Windows(inputs);
        return new WindowArithmetic(layer, input, output, [.. windows.Select((window, i) => layer is TransposedConvolution ? Transposed(window, input[i]) : Gathering(window, layer.Fit) with { Mode = layer.Padding.Mode })]);
    }

    private static AxisArithmetic Gathering(WindowAxis window, Fit fit)
    {
        var plain = window with { Overhang = 0 };
        var rest = WindowFit.Rest(plain);
        var text = WindowFit.Quotient(plain);
        if (rest == 0) text = $"{text} = {window.Output}";
        else if (fit != Fit.Ceiling) text = $"⌊{text}⌋ = ⌊{WindowFit.Exact(plain)}⌋ = {window.Output}";
        else if (window.Overhang > 0) text = $"⌈{text}⌉ = ⌈{WindowFit.Exact(plain)}⌉ = {window.Output}";
        else text = $"⌈{text}⌉ = ⌈{WindowFit.Exact(plain)}⌉ = {window.Output + 1}, less the window that would start behind the input: {window.Output}";
        return new(window, window.Input, window.Output, text, ((double)plain.Room + plain.Stride) / plain.Stride, WindowFit.Rest(window), FitSuggestions.ForRest(plain), IsTransposed: false);
    }

    private static AxisArithmetic Transposed(WindowAxis back, int input)
    {
        var added = back.Room % back.Stride;
        var padding = back.PaddingLow == back.PaddingHigh ? $" − 2·{back.PaddingLow}" : $" − {back.PaddingLow} − {back.PaddingHigh}";
        if (back.PaddingLow + back.PaddingHigh == 0) padding = "";
        var extent = back.Dilation == 1 ? $"{back.Kernel}" : $"({back.Dilation}·({back.Kernel} − 1) + 1)";
        var text = $"({input} − 1)·{back.Stride} + {extent}{padding}{(added == 0 ? "" : $" + {added}")} = {back.Input}";
        return new(back, input, back.Input, text, back.Input, 0, FitSuggestions.OfTransposed(back with { Input = back.Input - added }), IsTransposed: true);
    }
}
