using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Pooling to a given number of outputs, whatever the size of the input. No parameters.</summary>
/// <remarks>
/// x is <c>spatial… × C</c>, y is <c>size… × C</c>. Along an axis of n inputs, window i of m reaches from ⌊i · n / m⌋ to before ⌈(i + 1) · n / m⌉, PyTorch's rule:
/// the windows of 7 inputs for 3 outputs are 0…2, 2…4, 4…6. <see cref="IsDisjoint"/> windows share no input: they end before ⌊(i + 1) · n / m⌋, as in 0…1, 2…3, 4…6.
/// </remarks>
public abstract record AdaptivePoolingLayer : Layer
{
    /// <summary>Pooling to a size.</summary>
    protected AdaptivePoolingLayer(AxisSizes size) => Size = size;

    /// <summary>Outputs along each spatial axis.</summary>
    public AxisSizes Size { get; init; }

    /// <summary>Whether no two windows share an input; the size then must not exceed the input.</summary>
    public bool IsDisjoint { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        var rank = inputs.SpatialRank;
        if (!Size.Fits(rank))
            throw new ShapeException($"{inputs.Label} has a size of {Size} for {Size.Sizes.Length} axes; its input has {rank} spatial {(rank == 1 ? "axis" : "axes")}. Give one number for all or {rank}.");
        if (Size.Sizes.Any(size => size < 1)) throw new ShapeException($"{inputs.Label} has a size of {Size}; it must be 1 or more along every axis.");
        for (var axis = 0; IsDisjoint && axis < rank; axis++)
        {
            if (Size.At(axis) > inputs.Shape[axis])
                throw new ShapeException($"{inputs.Label} cannot cut an input of {inputs.Shape[axis]} into {Size.At(axis)} disjoint windows. What would fit: a size of {inputs.Shape[axis]} or less, or IsDisjoint = false.");
        }
        return Shape.Of([.. Enumerable.Range(0, rank).Select(Size.At), inputs.Shape.Channels]);
    }

    /// <inheritdoc/>
    /// <remarks>Where the size does not divide the input, windows differ: their largest size and smallest distance.</remarks>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs) => [.. Axes(inputs).Select(LargestWindow)];

    /// <inheritdoc/>
    public override Reach Reach => Size.Sizes.All(size => size == 1) ? Reach.Everything : Reach.Window;

    private protected Value Lower(Lowering lowering, bool maximum)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        var (batch, channels) = (lowering.Batch, output.Channels);
        var axes = Axes(lowering.Shapes);
        if (axes.All(axis => axis.IsEven))
        {
            var (depth, height, width) = ConvolutionShapes.Axes(Windows(lowering.Shapes));
            return lowering.Add(new PoolStep(new PoolingShape(batch, channels, depth, height, width), maximum ? PoolStep.Rule.Maximum : PoolStep.Rule.Average, lowering.InOrder(lowering.Input), output));
        }
        AdaptiveAxis At(int fromEnd) => axes.Count >= fromEnd ? axes[^fromEnd] : AdaptiveAxis.Unit;
        return lowering.Add(new AdaptivePoolStep(new AdaptivePoolingShape(batch, channels, At(3), At(2), At(1)), maximum, lowering.InOrder(lowering.Input), output));
    }

    private List<AdaptiveAxis> Axes(in LayerInputs inputs)
    {
        var (from, to) = (inputs.Shape, OutputShape(inputs));
        return [.. Enumerable.Range(0, from.Rank - 1).Select(axis => new AdaptiveAxis(from[axis], to[axis], IsDisjoint))];
    }

    private static WindowAxis LargestWindow(AdaptiveAxis axis) =>
        new(axis.Input, Enumerable.Range(0, axis.Output).Max(output => axis.End(output) - axis.Start(output)), Math.Max(axis.Input / axis.Output, 1));
}
