namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>What the depthwise kernels have in common: each channel is a group of its own, and a vector takes channels side by side.</summary>
internal static class DepthwiseShape
{
    /// <summary>Whether each channel has one kernel of its own, and there are enough channels for a vector.</summary>
    public static bool Is(in ConvolutionShape shape, int lanes) => shape.Groups == shape.InputChannels && shape.Groups == shape.OutputChannels && shape.Groups >= lanes;

    /// <summary>Channels with the zeros behind them that fill the last vector of packed weights.</summary>
    public static int Padded(int channels, int lanes) => (channels + lanes - 1) / lanes * lanes;

    /// <summary>What the kernels do: taps of whole vectors, maps read and written once.</summary>
    public static CostParts Counts(in ConvolutionShape shape, bool backward, int lanes)
    {
        var vectors = (double)shape.Batch * (Padded(shape.InputChannels, lanes) / lanes);
        var (input, output) = (vectors * shape.InputPixels, vectors * shape.OutputPixels);
        return new CostParts(output * shape.Taps, backward ? output : input, backward ? input : output, shape.WeightLength);
    }
}
