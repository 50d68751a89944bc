using Striate.Kernels.Convolution;
using Striate.Kernels.Resampling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A map enlarged by whole factors. No parameters.</summary>
/// <remarks>
/// x is <c>spatial… × C</c>, y is <c>spatial · factor… × C</c>. Nearest: y[o] = x[⌊o / factor⌋]. Linear: y[o] lies at (o + ½) / factor − ½ between two inputs, at the ends on the
/// first or last (PyTorch's Upsample without align_corners; ONNX's Resize). Gradients are the transposed sums.
/// </remarks>
/// <example><code>
/// var up = new Upsampling(2) { Interpolation = Interpolation.Linear };
/// </code></example>
public sealed record Upsampling : Layer
{
    /// <summary>By a factor: one for all axes, or one an axis, outermost first.</summary>
    public Upsampling(AxisSizes factor) => Factor = factor;

    /// <summary>Outputs for each input along each spatial axis.</summary>
    public AxisSizes Factor { get; init; }

    /// <summary>What stands between pixels.</summary>
    public Interpolation Interpolation { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => Shape.Of([.. Axes(inputs).Select(axis => checked(axis.Input * axis.Factor)), inputs.Shape.Channels]);

    /// <inheritdoc/>
    /// <remarks>The windows of the transposed convolution that does the same: one input wide, or two.</remarks>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs) =>
        [.. Axes(inputs).Select(axis => axis.IsLinear ? new WindowAxis(axis.Output, 2 * axis.Factor, axis.Factor, 1, axis.Factor / 2, axis.Factor / 2) : new WindowAxis(axis.Output, axis.Factor, axis.Factor))];

    /// <inheritdoc/>
    public override Reach Reach => Reach.Spread;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var axes = Axes(lowering.Shapes);
        ResampleAxis At(int fromEnd) => axes.Count >= fromEnd ? axes[^fromEnd] : ResampleAxis.Unit;
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        return lowering.Add(new ResampleStep(new ResampleShape(lowering.Batch, output.Channels, At(3), At(2), At(1)), lowering.InOrder(lowering.Input), output));
    }

    private List<ResampleAxis> Axes(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        var (rank, shape) = (inputs.SpatialRank, inputs.Shape);
        if (!Factor.Fits(rank))
            throw new ShapeException($"{inputs.Label} has a factor of {Factor} for {Factor.Sizes.Length} axes; its input has {rank} spatial {(rank == 1 ? "axis" : "axes")}. Give one number for all or {rank}.");
        if (Factor.Sizes.Any(factor => factor < 1)) throw new ShapeException($"{inputs.Label} has a factor of {Factor}; it must be 1 or more along every axis.");
        return [.. Enumerable.Range(0, rank).Select(axis => new ResampleAxis(shape[axis], Factor.At(axis), Interpolation == Interpolation.Linear))];
    }
}
