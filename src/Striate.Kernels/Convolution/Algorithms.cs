namespace Striate.Kernels.Convolution;

/// <summary>Which algorithms may compute convolutions.</summary>
public enum Algorithms
{
    /// <summary>The fastest by the cost model, Winograd's products of sums and Fourier transforms among them.</summary>
    Fastest,

    /// <summary>Direct sums only: each output is the sum of the products that define it.</summary>
    Direct,
}
