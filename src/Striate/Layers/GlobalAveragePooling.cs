using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y[c] = the mean of channel c over all pixels: a vector of C numbers, whatever the spatial size, or a map of one pixel. No parameters.</summary>
/// <example><code>
/// var pool = new GlobalAveragePooling();
/// </code></example>
public sealed record GlobalAveragePooling : Layer
{
    /// <summary>Whether the spatial axes stay, with size 1 each, as 1×1 convolutions ask for.</summary>
    public bool KeepAxes { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        return KeepAxes ? Shape.Of([.. Enumerable.Repeat(1, inputs.SpatialRank), inputs.Shape.Channels]) : Shape.Of(inputs.Shape.Channels);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs) => [.. inputs.Shape[..^1].Select(size => new WindowAxis(size, size))];

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (depth, height, width) = ConvolutionShapes.Axes(Windows(lowering.Shapes));
        var shape = new PoolingShape(lowering.Batch, lowering.Shapes.Shape.Channels, depth, height, width);
        return lowering.Add(new PoolStep(shape, PoolStep.Rule.Average, lowering.InOrder(lowering.Input), lowering.NewValue(OutputShape(lowering.Shapes))));
    }
}
