using Striate.Kernels.Convolution;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Each input becomes a window that holds it at a fixed position and zeros everywhere else. No parameters.</summary>
/// <remarks>x is <c>spatial… × C</c>, y is <c>spatial · kernel… × C</c>: y[i · kernel + position] = x[i]. The position is the upper left of the window unless it is set; the gradient is read from there.</remarks>
/// <example><code>
/// var unpool = new FixedUnpooling(2) { Position = (1, 0) };
/// </code></example>
public sealed record FixedUnpooling : Layer
{
    /// <summary>Windows of a size, side by side: one for all axes, or one an axis, outermost first.</summary>
    public FixedUnpooling(AxisSizes kernel) => Kernel = kernel;

    /// <summary>Outputs for each input along each spatial axis.</summary>
    public AxisSizes Kernel { get; init; }

    /// <summary>The place of the value in its window, from 0 along each axis.</summary>
    public AxisSizes Position { get; init; } = 0;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => Shape.Of([.. Windows(inputs).Select(axis => axis.Input), inputs.Shape.Channels]);

    /// <inheritdoc/>
    /// <remarks>The windows of the pooling that leads back: their input is this layer's output.</remarks>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        var (rank, shape) = (inputs.SpatialRank, inputs.Shape);
        WindowLayer.Require(inputs.Label, "kernel", Kernel, rank, 1);
        WindowLayer.Require(inputs.Label, "position", Position, rank, 0);
        for (var axis = 0; axis < rank; axis++)
        {
            if (Position.At(axis) >= Kernel.At(axis))
                throw new ShapeException($"{inputs.Label} has a position of {Position}, outside of windows of {Kernel}. What would fit: 0 to {Kernel.At(axis) - 1} along axis {axis + 1}.");
        }
        return [.. Enumerable.Range(0, rank).Select(axis => new WindowAxis(checked(shape[axis] * Kernel.At(axis)), Kernel.At(axis), Kernel.At(axis)))];
    }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Spread;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var windows = Windows(lowering.Shapes);
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        var matrix = PixelMatrices.OfAxes([.. windows.Select((window, axis) => (window.Output, Rows(window, Position.At(axis))))]);
        return lowering.Add(new PixelSumStep(matrix, "unpool", lowering.Training, lowering.InOrder(lowering.Input), output));
    }

    private static IReadOnlyList<(int, double)>[] Rows(WindowAxis window, int position) =>
        [.. Enumerable.Range(0, window.Input).Select(place => (IReadOnlyList<(int, double)>)(place % window.Kernel == position ? [(place / window.Kernel, 1)] : []))];
}
