namespace Striate.Kernels.Convolution;

/// <summary>Every number of a convolution problem, checked once; kernels read sizes here and never derive them again.</summary>
/// <remarks>
/// Problems of one and two dimensions leave the leading axes at <see cref="WindowAxis.Unit"/>. With the letters of the papers:
/// x is N × D × H × W × C, w is K × C/groups × Kd × Kh × Kw (the interchange order of ONNX), y is N × Od × Oh × Ow × K.
/// </remarks>
public readonly record struct ConvolutionShape
{
    /// <summary>Checks and stores the numbers of a problem.</summary>
    /// <exception cref="ArgumentException">A number is out of range, the groups do not divide the channels, or a map has more numbers than a span can hold.</exception>
    public ConvolutionShape(int batch, int inputChannels, int outputChannels, int groups, WindowAxis depth, WindowAxis height, WindowAxis width)
    {
        if (batch < 1 || inputChannels < 1 || outputChannels < 1 || groups < 1)
            throw new ArgumentException($"A convolution needs positive sizes: batch {batch}, input channels {inputChannels}, output channels {outputChannels}, groups {groups}.");
        if (inputChannels % groups != 0 || outputChannels % groups != 0)
            throw new ArgumentException($"{groups} groups do not divide {inputChannels} input and {outputChannels} output channels.");
        Check(depth, nameof(depth));
        Check(height, nameof(height));
        Check(width, nameof(width));
        Check("input", WindowAxis.Count(batch, inputChannels, depth.Input, height.Input, width.Input));
        Check("output", WindowAxis.Count(batch, outputChannels, depth.Output, height.Output, width.Output));
        Check("weight", WindowAxis.Count(outputChannels, inputChannels / groups, depth.Kernel, height.Kernel, width.Kernel));
        (Batch, InputChannels, OutputChannels, Groups) = (batch, inputChannels, outputChannels, groups);
        (Depth, Height, Width) = (depth, height, width);
    }

    /// <summary>N: the number of examples.</summary>
    public int Batch { get; }

    /// <summary>C.</summary>
    public int InputChannels { get; }

    /// <summary>K.</summary>
    public int OutputChannels { get; }

    /// <summary>The number of groups that input and output channels fall into.</summary>
    public int Groups { get; }

    /// <summary>The axis of 3-D problems.</summary>
    public WindowAxis Depth { get; }

    /// <summary>The axis of 2-D and 3-D problems.</summary>
    public WindowAxis Height { get; }

    /// <summary>The innermost axis.</summary>
    public WindowAxis Width { get; }

    /// <summary>Input channels of one group.</summary>
    public int GroupInputChannels => InputChannels / Groups;

    /// <summary>Output channels of one group.</summary>
    public int GroupOutputChannels => OutputChannels / Groups;

    /// <summary>Taps of the kernel over all axes.</summary>
    public int Taps => Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>Pixels of one input.</summary>
    public int InputPixels => Depth.Input * Height.Input * Width.Input;

    /// <summary>Pixels of one output.</summary>
    public int OutputPixels => Depth.Output * Height.Output * Width.Output;

    /// <summary>The number of weights, K · C/groups · taps.</summary>
    public long WeightLength => (long)OutputChannels * GroupInputChannels * Taps;

    /// <summary>Multiply–accumulates with padding counted as inputs.</summary>
    public long MultiplyAccumulates => (long)Batch * OutputPixels * WeightLength;

    private static void Check(string name, double count)
    {
        if (count > Array.MaxLength) throw new ArgumentException($"The {name} of a convolution has {count:0} numbers, too many; the most is {Array.MaxLength}.");
    }

    private static void Check(WindowAxis axis, string name)
    {
        if (axis.Input < 1 || axis.Kernel < 1 || axis.Stride < 1 || axis.Dilation < 1 || axis.PaddingLow < 0 || axis.PaddingHigh < 0 || axis.Overhang != 0)
            throw new ArgumentException($"The {name} axis needs positive sizes, padding of 0 or more and no overhang: {axis}.");
        if (axis.Output < 1)
            throw new ArgumentException($"The {name} axis has room for no window: input {axis.Input} + padding {axis.PaddingLow} + {axis.PaddingHigh} < extent {axis.Extent}.");
    }
}
