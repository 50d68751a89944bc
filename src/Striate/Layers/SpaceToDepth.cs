using Striate.Kernels.Convolution;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A block of pixels becomes the channels of one: the opposite of <see cref="DepthToSpace"/>.</summary>
/// <remarks>x is <c>spatial… × C</c>, y is <c>spatial / block… × (C · block…)</c>; the block must divide the input.</remarks>
/// <example><code>
/// var layer = new SpaceToDepth(2) { Order = BlockOrder.ColumnRowDepth };
/// </code></example>
public sealed record SpaceToDepth : PixelBlockLayer
{
    /// <summary>With blocks of a size: one for all axes, or one an axis, outermost first.</summary>
    public SpaceToDepth(AxisSizes block) : base(block)
    {
    }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (sizes, pixels) = Sizes(inputs);
        var shape = inputs.Shape;
        if (sizes.Where((size, axis) => shape[axis] % size != 0).Any())
        {
            string Sized(Func<int, int> size) => string.Join('×', sizes.Select((_, axis) => size(axis)));
            var more = Sized(axis => (shape[axis] + sizes[axis] - 1) / sizes[axis] * sizes[axis]);
            var less = sizes.Select((size, axis) => shape[axis] / size).All(count => count > 0) ? $"{Sized(axis => shape[axis] / sizes[axis] * sizes[axis])} or " : "";
            throw new ShapeException($"{inputs.Label} does not fit: blocks of {Sized(axis => sizes[axis])} do not divide an input of {Sized(axis => shape[axis])}. What would fit: an input of {less}{more}.");
        }
        return Shape.Of([.. sizes.Select((size, axis) => shape[axis] / size), checked(shape.Channels * pixels)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs)
    {
        var shape = inputs.Shape;
        return [.. Sizes(inputs).Sizes.Select((size, axis) => new WindowAxis(shape[axis], size, size))];
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return Lower(lowering, toSpace: false);
    }
}
