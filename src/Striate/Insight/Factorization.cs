namespace Striate.Insight;

/// <summary>Two convolutions in place of one.</summary>
public enum Factorization
{
    /// <summary>A column kernel to r maps, then a row kernel: of a layer's weights, written as the matrix (input channel, row) × (output channel, column), the first r singular terms.</summary>
    OneDimensional,

    /// <summary>r kernels for each input channel, then a pointwise convolution: of each input channel's (output channel) × (tap) the first r singular terms.</summary>
    Depthwise,
}
