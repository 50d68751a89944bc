using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>What the depthwise kernels have in common: each channel is a group of its own, and a vector takes channels side by side.</summary>
internal static class DepthwiseShape
{
    /// <summary>Whether each channel has one kernel of its own, and there are enough channels for a vector.</summary>
    public static bool Is(in ConvolutionShape shape, int lanes) => shape.Groups == shape.InputChannels && shape.Groups == shape.OutputChannels && shape.Groups >= lanes;

    /// <summary>Channels with the zeros behind them that fill the last vector of packed weights.</summary>
    public static int Padded(int channels, int lanes) => (channels + lanes - 1) / lanes * lanes;

    /// <summary>The model's cost: multiply–adds are fed by loads, and maps that leave the cache set the pace.</summary>
    public static double Cost<TVector, TSimd>(in ConvolutionShape shape) where TVector : unmanaged where TSimd : struct, ISimd<TVector> =>
        (1.3 * shape.MultiplyAccumulates + 4.0 * shape.Batch * shape.InputChannels * (shape.InputPixels + shape.OutputPixels)) / TSimd.Count;
}
