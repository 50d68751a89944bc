using Striate.Kernels.Pooling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A window of each channel becomes one number. No parameters.</summary>
/// <remarks>x is <c>spatial… × C</c>, y is <c>output spatial… × C</c>. The stride is the window's size unless it is set.</remarks>
public abstract record PoolingLayer : WindowLayer
{
    /// <summary>Pooling over windows of a size, side by side.</summary>
    protected PoolingLayer(AxisSizes kernel) : base(kernel) => Stride = kernel;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var windows = Windows(inputs);
        foreach (var axis in windows)
        {
            if (axis.EveryWindowSeesTheInput()) continue;
            if (axis.PaddingLow < axis.Extent && axis.PaddingHigh < axis.Extent)
                throw new ShapeException($"{inputs.Label} has windows whose taps, {axis.Dilation} apart, step over an input of {axis.Input}. What would fit: a dilation of {axis.Input} or less.");
            throw new ShapeException($"{inputs.Label} has windows that lie in the padding alone: padding ({axis.PaddingLow}, {axis.PaddingHigh}), window {axis.Extent}. What would fit: padding of {axis.Extent - 1} or less.");
        }
        return OutputShape(inputs, inputs.Shape.Channels);
    }

    private protected Value Lower(Lowering lowering, PoolStep.Rule rule)
    {
        var shape = PoolingShape(lowering);
        return lowering.Add(new PoolStep(shape, rule, lowering.InOrder(lowering.Input), lowering.NewValue(OutputShape(lowering.Shapes))));
    }

    private protected PoolingShape PoolingShape(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (depth, height, width) = ConvolutionShapes.Axes(Windows(lowering.Shapes));
        return new PoolingShape(lowering.Batch, lowering.Shapes.Shape.Channels, depth, height, width);
    }
}
