using Striate.Kernels.Convolution;
using Striate.Layers;

namespace Striate.Insight;

/// <summary>What would make windows fill their input along an axis, each by changing one setting; all empty where they do.</summary>
/// <param name="Strides">All strides that fit.</param>
/// <param name="Paddings">All numbers of zeros for both sides that fit, up to full padding.</param>
/// <param name="Inputs">The next smaller and the next larger input that fit.</param>
/// <param name="Kernels">The next smaller and the next larger kernel that fit.</param>
/// <param name="Dilations">The next smaller and the next larger dilation that fit.</param>
/// <param name="Outputs">For a transposed convolution all output sizes that lead back to its input: one for each step of the stride.</param>
public sealed record FitSuggestions(IReadOnlyList<int> Strides, IReadOnlyList<int> Paddings, IReadOnlyList<int> Inputs, IReadOnlyList<int> Kernels,
    IReadOnlyList<int> Dilations, IReadOnlyList<int> Outputs)
{
    internal static FitSuggestions None { get; } = new([], [], [], [], [], []);

    internal static FitSuggestions ForRest(WindowAxis axis)
    {
        var rest = WindowFit.Rest(axis);
        if (rest == 0) return None;
        int[] inputs = [axis.Input - rest, axis.Input + axis.Stride - rest];
        return new([.. WindowFit.Strides(axis)], [.. WindowFit.Paddings(axis)], [.. inputs.Where(size => size > 0)],
            Nearest(axis.Kernel, kernel => axis with { Kernel = kernel }), Nearest(axis.Dilation, dilation => axis with { Dilation = dilation }), []);
    }

    internal static FitSuggestions OfTransposed(WindowAxis smallest) => None with { Outputs = [.. Enumerable.Range(smallest.Input, smallest.Stride).Where(size => size > 0)] };

    // A larger setting makes the window longer, until not one fits; a single tap has no dilation.
    private static List<int> Nearest(int value, Func<int, WindowAxis> with)
    {
        var found = new List<int>();
        if (with(value + 1).Extent == with(value).Extent) return found;
        var less = value - 1;
        while (less >= 1 && !WindowFit.Fills(with(less))) less--;
        if (less >= 1) found.Add(less);
        var more = value + 1;
        while (with(more).Room >= 0 && !WindowFit.Fills(with(more))) more++;
        if (WindowFit.Fills(with(more))) found.Add(more);
        return found;
    }
}
