using Striate.Kernels.Resampling;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>A map read at places that a second input gives: warping, rotating, following a flow; with places from a network a spatial transformer (Jaderberg et al. 2015, equation 3). No parameters.</summary>
/// <remarks>
/// <para>The first input is x, <c>spatial… × C</c> with 1 to 3 spatial axes; the second holds a place for each output, <c>output spatial… × axes</c>: a number an axis, the innermost axis first (x, y, z),
/// −1 and 1 being the two ends of the map; y is <c>output spatial… × C</c>. As PyTorch's <c>grid_sample</c> and ONNX's GridSample have it.</para>
/// <para>Gradients go to the map and to the places; those by places are 0 for the nearest pixel. <see cref="Coordinates.HalfPixel"/> puts −1 and 1 at the outer edges of the pixels at the border,
/// <see cref="Coordinates.AlignCorners"/> at their centres.</para>
/// </remarks>
/// <example><code>
/// Node warped = Node.Apply(new GridSampling { Border = GridBorder.Border }, Network.Input(32, 32, 3), Network.Input(24, 24, 2));
/// </code></example>
public sealed record GridSampling : Layer
{
    /// <summary>What stands between pixels: nearest, linear or cubic.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Linear;

    /// <summary>What lies outside the map.</summary>
    public GridBorder Border { get; init; }

    /// <summary>What −1 and 1 are.</summary>
    public Coordinates Coordinates { get; init; }

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        if (Interpolation > Interpolation.Cubic) throw new ShapeException($"{inputs.Label} has {Interpolation} interpolation, which is that of maps as a whole. What would fit: Nearest, Linear or Cubic.");
        if (Coordinates == Coordinates.Asymmetric) throw new ShapeException($"{inputs.Label} has Asymmetric coordinates, which have no ends. What would fit: HalfPixel or AlignCorners.");
        var (places, rank) = (inputs.Shapes[1], inputs.SpatialRank);
        if (places.Rank < 2 || places.Channels != rank)
            throw new ShapeException($"{inputs.Label} does not fit: its places are {places}; each needs {rank} {(rank == 1 ? "number" : "numbers")} along the last axis, one for each spatial axis of the map {inputs.Shape}.");
        return places.WithChannels(inputs.Shape.Channels);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var output = lowering.NewValue(OutputShape(lowering.Shapes));
        var taps = Interpolation switch { Interpolation.Nearest => 1, Interpolation.Linear => 2, _ => 4 };
        var map = lowering.Shapes.Shape;
        var shape = new GridSampleShape(lowering.Batch, map.Channels, [.. map[..^1]], checked((int)(output.Shape.Length / map.Channels)), taps) { Border = Border, AlignCorners = Coordinates == Coordinates.AlignCorners };
        return lowering.Add(new GridSampleStep(shape, lowering.InOrder(lowering.Inputs[0]), lowering.InOrder(lowering.Inputs[1]), output));
    }
}
