using Striate.Kernels.Convolution;
using Striate.Kernels.Padding;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Elements before and behind a map along its spatial axes. No parameters.</summary>
/// <remarks>
/// x is <c>spatial… × C</c>, y is larger by low + high along each spatial axis. In mode <see cref="PaddingMode.Reflect"/> an axis must be larger than its padding, in
/// <see cref="PaddingMode.Circular"/> at least as large. An input's gradient is the sum over its copies.
/// </remarks>
/// <param name="Low">Elements before the first.</param>
/// <param name="High">Elements behind the last.</param>
/// <example><code>
/// var layer = new SpatialPadding(2, 2) { Mode = PaddingMode.Reflect };
/// </code></example>
public sealed record SpatialPadding(AxisSizes Low, AxisSizes High) : Layer
{
    /// <summary>What stands around the map.</summary>
    public PaddingMode Mode { get; init; }

    /// <summary>The number of <see cref="PaddingMode.Constant"/>; 0 in the other modes.</summary>
    public float Value { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        WindowLayer.Require(inputs.Label, "padding", Low, inputs.SpatialRank, 0);
        WindowLayer.Require(inputs.Label, "padding", High, inputs.SpatialRank, 0);
        RequireValue(inputs.Label, Mode, Value);
        var axes = Axes(inputs.Shape, Low.At, High.At);
        RequireFit(inputs.Label, Mode, axes);
        return Shape.Of([.. axes.Select(axis => axis.Output), inputs.Shape.Channels]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs) => [.. inputs.Shape[..^1].Select((size, axis) => new WindowAxis(size, 1, 1, 1, Low.At(axis), High.At(axis)))];

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return Lower(lowering, Mode, Value, Axes(lowering.Shapes.Shape, Low.At, High.At));
    }

    internal static PaddingAxis[] Axes(Shape shape, Func<int, int> low, Func<int, int> high) =>
        [.. shape[..^1].Select((size, axis) => new PaddingAxis(size, low(axis), high(axis)))];

    internal static void RequireValue(string label, PaddingMode mode, float value)
    {
        if (mode != PaddingMode.Constant && value != 0)
            throw new ShapeException($"{label} has a padding value of {value} in mode {mode}, which takes none. What would fit: PaddingMode.Constant, or a value of 0.");
    }

    /// <summary>Refuses a mirror of more elements than there are, and a ring that would go round twice.</summary>
    internal static void RequireFit(string label, PaddingMode mode, IReadOnlyList<PaddingAxis> axes)
    {
        foreach (var axis in axes.Where(axis => !axis.Fits(mode)))
        {
            var (most, rule) = mode == PaddingMode.Reflect ? (axis.Input - 1, "below the size") : (axis.Input, "no larger than the size");
            throw new ShapeException($"{label} does not fit: padding ({axis.Low}, {axis.High}) in mode {mode} of an axis of {axis.Input}; it must be {rule}. "
                + $"What would fit: padding of {most} or less, an input of {Math.Max(axis.Low, axis.High) + axis.Input - most} or more, or PaddingMode.Replicate.");
        }
    }

    /// <summary>A padding's step on another layer's bench.</summary>
    internal static Value Lower(Lowering lowering, PaddingMode mode, float value, IReadOnlyList<PaddingAxis> axes)
    {
        var (depth, height, width) = axes.Count switch
        {
            1 => (PaddingAxis.Unit, PaddingAxis.Unit, axes[0]),
            2 => (PaddingAxis.Unit, axes[0], axes[1]),
            _ => (axes[0], axes[1], axes[2]),
        };
        var input = lowering.InOrder(lowering.Input);
        var channels = input.Shape.Channels;
        return lowering.Add(new PadStep(new PaddingShape(lowering.Batch, channels, mode, value, depth, height, width), input, lowering.NewValue(Shape.Of([.. axes.Select(axis => axis.Output), channels]))));
    }
}
