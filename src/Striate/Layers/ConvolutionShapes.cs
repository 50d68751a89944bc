using Striate.Kernels.Convolution;

namespace Striate.Layers;

/// <summary>From a layer's windows to the kernels' record of a problem.</summary>
internal static class ConvolutionShapes
{
    /// <summary>The three axes of the kernels: missing leading ones are unit axes.</summary>
    public static (WindowAxis Depth, WindowAxis Height, WindowAxis Width) Axes(IReadOnlyList<WindowAxis> windows) => windows.Count switch
    {
        0 => (WindowAxis.Unit, WindowAxis.Unit, WindowAxis.Unit),
        1 => (WindowAxis.Unit, WindowAxis.Unit, windows[0]),
        2 => (WindowAxis.Unit, windows[0], windows[1]),
        _ => (windows[0], windows[1], windows[2]),
    };

    public static ConvolutionShape Of(int batch, int inputChannels, int outputChannels, int groups, IReadOnlyList<WindowAxis> windows)
    {
        var (depth, height, width) = Axes(windows);
        return new ConvolutionShape(batch, inputChannels, outputChannels, groups, depth, height, width);
    }

    /// <summary>Refuses a number of output channels or groups that cannot be.</summary>
    public static void RequireChannels(in LayerInputs inputs, int outputs, int groups)
    {
        var channels = inputs.Shape.Channels;
        if (outputs < 1) throw new ShapeException($"{inputs.Label} has {outputs} output channels; it needs 1 or more.");
        if (groups < 1 || channels % groups != 0 || outputs % groups != 0)
            throw new ShapeException($"{inputs.Label} has {groups} groups, which do not divide both {channels} input and {outputs} output channels. "
                + $"What would fit: {string.Join(", ", Divisors.Of(channels).Where(divisor => outputs % divisor == 0))}.");
    }
}
