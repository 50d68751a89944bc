using Striate.Kernels.Convolution;

namespace Striate.Layers;

/// <summary>The sizes that a transposed convolution can make of its input, and what it says when asked for others.</summary>
internal static class TransposedFit
{
    /// <summary>The axes of the convolution that leads back from the output to the input.</summary>
    public static WindowAxis[] Axes(TransposedConvolution layer, in LayerInputs inputs)
    {
        var label = inputs.Label;
        var shape = inputs.Shape;
        layer.RequireOutputSizes(label, inputs.SpatialRank);
        if (layer.Fit != Fit.Floor) throw new ShapeException($"{label} has Fit.{layer.Fit}, which a transposed convolution does not have: its output is made to fit.");
        var axes = Enumerable.Range(0, inputs.SpatialRank).Select(axis => Axis(layer, axis, shape[axis])).ToArray();
        if (layer.Padding is Padding.SameSize)
        {
            if (layer.OutputSize is not null || layer.OutputPadding.Sizes.Any(size => size != 0))
                throw new ShapeException($"{label} has Padding.Same, which makes an output of input · stride, and an output size or padding beside it. What would fit: one of both.");
            return axes;
        }
        for (var i = 0; i < axes.Length; i++)
        {
            var added = layer.OutputSize is { } size ? size.At(i) - axes[i].Input : layer.OutputPadding.At(i);
            if (added >= 0 && added < axes[i].Stride && axes[i].Input + added > 0) continue;
            if (layer.OutputSize is null && axes[i].Input + added < 1) throw new ShapeException(TooSmall(label, layer, axes, inputs, i));
            throw new ShapeException(layer.OutputSize is null
                ? $"{label} has an output padding of {layer.OutputPadding}; it must be below the stride of {layer.Stride} along every axis."
                : $"{label} cannot make an output of {layer.OutputSize}: {Problem(layer, axes, inputs)}. Legal sizes: {string.Join(" × ", axes.Select(Legal))}.");
        }
        return [.. axes.Select((axis, i) => axis with { Input = layer.OutputSize?.At(i) ?? axis.Input + layer.OutputPadding.At(i) })];
    }

    // With the smallest output.
    private static WindowAxis Axis(TransposedConvolution layer, int axis, int input)
    {
        var window = new WindowAxis(checked(input * layer.Stride.At(axis)), layer.Kernel.At(axis), layer.Stride.At(axis), layer.Dilation.At(axis));
        var (low, high) = layer.Padding.Resolve(axis, window.Input, window.Extent, window.Stride);
        if (layer.Padding is not Padding.SameSize) window = window with { Input = checked((input - 1) * window.Stride + window.Extent - low - high) };
        return window with { PaddingLow = low, PaddingHigh = high };
    }

    private static string TooSmall(string label, TransposedConvolution layer, IReadOnlyList<WindowAxis> axes, in LayerInputs inputs, int i)
    {
        var axis = axes[i];
        var whole = axis.Input + axis.PaddingLow + axis.PaddingHigh;
        return $"{label} does not fit: {Problem(layer, axes, inputs)}: ({inputs.Shape[i]} − 1)·{axis.Stride} + {axis.Extent} − {axis.PaddingLow} − {axis.PaddingHigh} = {axis.Input}. "
            + $"What would fit: padding of {(whole - 1) / 2} or less, or a larger input.";
    }

    private static string Problem(TransposedConvolution layer, IReadOnlyList<WindowAxis> axes, in LayerInputs inputs)
    {
        var text = $"input {string.Join('×', inputs.Shape[..^1])}, kernel {string.Join('×', axes.Select(axis => axis.Kernel))}, stride {layer.Stride}";
        if (axes.Any(axis => axis.Dilation != 1)) text += $", dilation {layer.Dilation}";
        if (axes.Any(axis => axis.PaddingLow != 0 || axis.PaddingHigh != 0)) text += $", padding {Join(axes.Select(axis => axis.PaddingLow == axis.PaddingHigh ? $"{axis.PaddingLow}" : $"({axis.PaddingLow}, {axis.PaddingHigh})"))}";
        return text;
    }

    private static string Join(IEnumerable<string> sizes) => sizes.Distinct().Count() == 1 ? sizes.First() : string.Join('×', sizes);

    private static string Legal(WindowAxis axis) => axis.Stride == 1 ? $"{axis.Input}" : axis.Stride <= 4 ? $"({string.Join(", ", Enumerable.Range(axis.Input, axis.Stride))})" : $"({axis.Input} … {axis.Input + axis.Stride - 1})";
}
