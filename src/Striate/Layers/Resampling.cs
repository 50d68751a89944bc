using Striate.Kernels.Convolution;
using Striate.Kernels.Resampling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A map of another size: down or up, by factors or to sizes. No parameters.</summary>
/// <remarks>
/// <para>x is <c>spatial… × C</c>, y is <c>⌊spatial · scale⌋… × C</c> or <c>size… × C</c>. Along each axis y[o] = Σᵢ w[o, i] · x[i]: the weights come from where the output lies
/// (<see cref="Coordinates"/>) and what stands between pixels (<see cref="Interpolation"/>); they sum to 1. Behind the ends stands the last pixel, for splines the mirrored map.</para>
/// <para>Linear in the pixels' values; the gradient is the transposed sum. No antialiasing unless asked for: when a map shrinks, pixels between the outputs are left out.</para>
/// </remarks>
/// <example><code>
/// var up = new Resampling(2) { Interpolation = Interpolation.Linear };
/// var half = new Resampling(0.5f) { Interpolation = Interpolation.Area };
/// var fixedSize = Resampling.To((224, 224));
/// </code></example>
public sealed record Resampling : Layer
{
    /// <summary>PyTorch's and OpenCV's a.</summary>
    public const float KeysCoefficient = -0.75f;

    /// <summary>By a scale: one for all axes, or one an axis, outermost first.</summary>
    public Resampling(AxisScales scale) => Scale = scale;

    private Resampling(AxisSizes size) => Size = size;

    /// <summary>To a size: one for all axes, or one an axis, outermost first.</summary>
    public static Resampling To(AxisSizes size) => new(size);

    /// <summary>Outputs for each input along each spatial axis, rounded down; null where <see cref="Size"/> is given.</summary>
    public AxisScales? Scale { get; }

    /// <summary>The output's size along each spatial axis, or null.</summary>
    public AxisSizes? Size { get; }

    /// <summary>What stands between pixels.</summary>
    public Interpolation Interpolation { get; init; }

    /// <summary>Where outputs lie.</summary>
    public Coordinates Coordinates { get; init; }

    /// <summary>Which pixel is the nearest; for <see cref="Interpolation.Nearest"/> alone.</summary>
    public NearestRounding Rounding { get; init; }

    /// <summary>Keys' a; for <see cref="Interpolation.Cubic"/> alone. −0.5 gives Catmull and Rom's spline.</summary>
    public float CubicCoefficient { get; init; } = KeysCoefficient;

    /// <summary>Whether a kernel grows as the map shrinks, so that every pixel counts; for linear, cubic and Lanczos interpolation.</summary>
    public bool Antialias { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => Shape.Of([.. Axes(inputs).Select(axis => axis.Output), inputs.Shape.Channels]);

    /// <inheritdoc/>
    /// <remarks>The windows of the transposed convolution that does the same, one input wide or two; none but for whole factors of nearest and linear interpolation.</remarks>
    public override IReadOnlyList<WindowAxis> Windows(in LayerInputs inputs)
    {
        var axes = Axes(inputs);
        var linear = Interpolation == Interpolation.Linear;
        if (Coordinates != Coordinates.HalfPixel || Interpolation > Interpolation.Linear || axes.Any(axis => axis.Output % axis.Input != 0 || axis.Factor != axis.Output / axis.Input)) return [];
        return [.. axes.Select(axis => (Size: axis.Output, Factor: axis.Output / axis.Input)).Select(axis =>
            linear && axis.Factor > 1 ? new WindowAxis(axis.Size, 2 * axis.Factor, axis.Factor, 1, axis.Factor / 2, axis.Factor / 2) : new WindowAxis(axis.Size, axis.Factor, axis.Factor))];
    }

    /// <summary>The weights along each spatial axis, outermost first.</summary>
    public IReadOnlyList<ResampleTable> Weights(in LayerInputs inputs) => [.. Axes(inputs).Select(axis => axis.Table())];

    /// <inheritdoc/>
    public override Reach Reach => Reach.Spread;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var tables = Weights(lowering.Shapes);
        ResampleTable At(int fromEnd) => tables.Count >= fromEnd ? tables[^fromEnd] : ResampleTable.Unit;
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        return lowering.Add(new ResampleStep(new ResampleShape(lowering.Batch, output.Channels, At(3), At(2), At(1)), Interpolation.ToString().ToLowerInvariant(), lowering.InOrder(lowering.Input), output));
    }

    private List<ResamplingAxis> Axes(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        var (rank, shape, label) = (inputs.SpatialRank, inputs.Shape, inputs.Label);
        RequireSettings(label);
        if (Size is { } size)
        {
            WindowLayer.Require(label, "size", size, rank, 1);
            return [.. Enumerable.Range(0, rank).Select(axis => new ResamplingAxis(shape[axis], size.At(axis), null, this))];
        }
        var scale = Scale!.Value;
        if (!scale.Fits(rank))
            throw new ShapeException($"{label} has a scale of {scale} for {scale.Scales.Length} axes; its input has {rank} spatial {(rank == 1 ? "axis" : "axes")}. Give one number for all or {rank}.");
        if (scale.Scales.Any(factor => !(factor > 0) || float.IsInfinity(factor))) throw new ShapeException($"{label} has a scale of {scale}; it must be above 0 along every axis.");
        return [.. Enumerable.Range(0, rank).Select(axis => new ResamplingAxis(shape[axis], Scaled(label, shape[axis], scale.At(axis)), scale.At(axis), this))];
    }

    // The product in single precision, as ONNX Runtime has it.
    private static int Scaled(string label, int input, float scale)
    {
        var output = MathF.Floor(input * scale);
        if (output is >= 1 and < int.MaxValue) return (int)output;
        throw new ShapeException(output < 1
            ? FormattableString.Invariant($"{label} does not fit: ⌊{input} · {scale:0.########}⌋ = 0 outputs. What would fit: a scale of {1f / input:0.########} or more, an input of {MathF.Ceiling(1 / scale)} or more, or Resampling.To a size.")
            : FormattableString.Invariant($"{label} does not fit: {input} · {scale:0.########} = {(double)input * scale:0} outputs are too many; the most is {int.MaxValue}."));
    }

    private void RequireSettings(string label)
    {
        if (Rounding != NearestRounding.HalfUp && Interpolation != Interpolation.Nearest)
            throw new ShapeException($"{label} rounds places ({Rounding}) for {Interpolation} interpolation, which needs no rounding. What would fit: Interpolation.Nearest, or no Rounding.");
        if (CubicCoefficient != KeysCoefficient && Interpolation != Interpolation.Cubic)
            throw new ShapeException(FormattableString.Invariant($"{label} has a cubic coefficient of {CubicCoefficient} for {Interpolation} interpolation, which has none. What would fit: Interpolation.Cubic, or no CubicCoefficient."));
        if (Antialias && Interpolation is not (Interpolation.Linear or Interpolation.Cubic or Interpolation.Lanczos))
            throw new ShapeException($"{label} asks for antialiasing of {Interpolation} interpolation, which has no kernel that could grow. What would fit: Linear, Cubic or Lanczos with Antialias, or Interpolation.Area.");
        if (Interpolation == Interpolation.Area && Coordinates != Coordinates.HalfPixel)
            throw new ShapeException($"{label} has {Coordinates} coordinates for areas, which are those of half-pixel coordinates. What would fit: Coordinates.HalfPixel.");
    }
}
