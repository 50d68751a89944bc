namespace Striate.Kernels.Convolution.Unshared;

/// <summary>Every number of a convolution whose kernel depends on the place: t kernels along each axis, taken in turn.</summary>
/// <remarks>
/// With one kernel along each axis this is the shared convolution, with as many as outputs the unshared one. Weights are kernels × K × C/groups × taps, biases kernels × K,
/// kernels numbered row by row.
/// </remarks>
public readonly record struct UnsharedShape
{
    /// <summary>Checks and stores the numbers of a problem.</summary>
    /// <exception cref="ArgumentException">A number of kernels is below 1 or above the outputs of its axis, or there are more weights than a span can hold.</exception>
    public UnsharedShape(in ConvolutionShape windows, int depthKernels, int heightKernels, int widthKernels)
    {
        Check("depth", depthKernels, windows.Depth.Output);
        Check("height", heightKernels, windows.Height.Output);
        Check("width", widthKernels, windows.Width.Output);
        var weights = (double)depthKernels * heightKernels * widthKernels * windows.WeightLength;
        if (weights > Array.MaxLength) throw new ArgumentException($"The weights of an unshared convolution are {weights:0} numbers, too many; the most is {Array.MaxLength}.");
        (Windows, DepthKernels, HeightKernels, WidthKernels) = (windows, depthKernels, heightKernels, widthKernels);
    }

    /// <summary>Sizes of maps and windows.</summary>
    public ConvolutionShape Windows { get; }

    /// <summary>Kernels along the axis of 3-D problems.</summary>
    public int DepthKernels { get; }

    /// <summary>Kernels along the axis of 2-D and 3-D problems.</summary>
    public int HeightKernels { get; }

    /// <summary>Kernels along the innermost axis.</summary>
    public int WidthKernels { get; }

    /// <summary>The number of kernels.</summary>
    public int Kernels => DepthKernels * HeightKernels * WidthKernels;

    /// <summary>Weights of one kernel: K · C/groups · taps.</summary>
    public int KernelLength => (int)Windows.WeightLength;

    /// <summary>Weights of one row of a kernel, those of one output channel: C/groups · taps.</summary>
    internal int RowLength => Windows.GroupInputChannels * Windows.Taps;

    /// <summary>The kernel of an output pixel.</summary>
    public int KernelOf(int pixel)
    {
        var (row, column) = Math.DivRem(pixel, Windows.Width.Output);
        var (plane, line) = Math.DivRem(row, Windows.Height.Output);
        return (plane % DepthKernels * HeightKernels + line % HeightKernels) * WidthKernels + column % WidthKernels;
    }

    /// <summary>The input pixel of each tap of an output pixel, −1 in the padding.</summary>
    internal unsafe void FindTaps(int pixel, int* taps)
    {
        var (depth, height, width) = (Windows.Depth, Windows.Height, Windows.Width);
        var (row, column) = Math.DivRem(pixel, width.Output);
        var (plane, line) = Math.DivRem(row, height.Output);
        for (var t = 0; t < depth.Kernel; t++)
        {
            var z = plane * depth.Stride + t * depth.Dilation - depth.PaddingLow;
            for (var r = 0; r < height.Kernel; r++)
            {
                var y = line * height.Stride + r * height.Dilation - height.PaddingLow;
                for (var s = 0; s < width.Kernel; s++)
                {
                    var x = column * width.Stride + s * width.Dilation - width.PaddingLow;
                    *taps++ = (uint)z < (uint)depth.Input && (uint)y < (uint)height.Input && (uint)x < (uint)width.Input ? (z * height.Input + y) * width.Input + x : -1;
                }
            }
        }
    }

    private static void Check(string axis, int kernels, int outputs)
    {
        if (kernels < 1 || kernels > outputs) throw new ArgumentException($"An unshared convolution takes 1 to {outputs} kernels in turn along its {axis}, not {kernels}.");
    }
}
