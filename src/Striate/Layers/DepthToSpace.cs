using Striate.Kernels.Convolution;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>The channels of a pixel become a block of pixels: sub-pixel convolution is a convolution and this layer (Shi et al. 2016, equation 4).</summary>
/// <remarks>x is <c>spatial… × (C · block…)</c>, y is <c>spatial · block… × C</c>: y[i · block + k, c] = x[i, channel of place k and c], by <see cref="PixelBlockLayer.Order"/>.</remarks>
/// <example><code>
/// var twice = x.Then(new Convolution(4 * 16, 3) { Padding = Padding.Same }, new DepthToSpace(2));
/// </code></example>
public sealed record DepthToSpace : PixelBlockLayer
{
    /// <summary>With blocks of a size: one for all axes, or one an axis, outermost first.</summary>
    public DepthToSpace(AxisSizes block) : base(block)
    {
    }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (sizes, pixels) = Sizes(inputs);
        var (shape, channels) = (inputs.Shape, inputs.Shape.Channels);
        if (channels % pixels != 0)
        {
            var less = channels / pixels * pixels;
            throw new ShapeException(FormattableString.Invariant($"{inputs.Label} does not fit: {channels} channels for blocks of {Block} give {channels} / {pixels} = {(double)channels / pixels:0.##} channels. What would fit: {(less > 0 ? $"{less} or " : "")}{less + pixels} channels."));
        }
        return Shape.Of([.. sizes.Select((size, axis) => checked(shape[axis] * size)), channels / pixels]);
    }

    /// <inheritdoc/>
    /// <remarks>The windows of the transposed convolution that does the same.</remarks>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs)
    {
        var output = OutputShape(inputs);
        return [.. Sizes(inputs).Sizes.Select((size, axis) => new WindowAxis(output[axis], size, size))];
    }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Spread;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return Lower(lowering, toSpace: true);
    }
}
