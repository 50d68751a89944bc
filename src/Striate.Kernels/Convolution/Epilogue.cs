using Striate.Kernels.Elementwise;

namespace Striate.Kernels.Convolution;

/// <summary>What happens to an output value before it is stored: y = activation(accumulator + bias[k] + addend).</summary>
/// <remarks>The addend may be the output buffer itself: that is how a kernel accumulates.</remarks>
public readonly ref struct Epilogue
{
    /// <summary>One number an output channel, or empty.</summary>
    public ReadOnlySpan<float> Bias { get; init; }

    /// <summary>A map as large as the output that is added before the activation, or empty.</summary>
    public ReadOnlySpan<float> Addend { get; init; }

    /// <summary>Floats from one pixel of the addend to the next.</summary>
    public int AddendPixelStride { get; init; }

    /// <summary>The last function.</summary>
    public Activation Activation { get; init; }

    /// <summary>The slope of those activations that have one.</summary>
    public float Slope { get; init; }

    /// <summary>Where mean and squared deviations of what was stored are left, channel by channel: <see cref="DataKernel.MomentSlots"/> slots as <see cref="Normalization.ChannelMoments"/> has them, or empty.</summary>
    public Span<float> Moments { get; init; }
}
