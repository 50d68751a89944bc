namespace Striate.Kernels.Convolution.Fft;

/// <summary>What a problem in frequencies computes.</summary>
internal enum FftPass
{
    /// <summary>y from x and w.</summary>
    Forward,

    /// <summary>dx from dy and w.</summary>
    BackwardData,

    /// <summary>dw from x and dy.</summary>
    BackwardWeights,
}
