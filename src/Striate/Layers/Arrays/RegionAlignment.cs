using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Regions of maps brought to one size: each bin is the mean of points between the pixels (He et al., Mask R-CNN, 2017).</summary>
/// <param name="Rows">Rows of the output.</param>
/// <param name="Columns">Columns of the output.</param>
/// <remarks>
/// Inputs: maps <c>pictures × rows × columns × C</c>, regions <c>R × 4</c> as x₁, y₁, x₂, y₂, and the picture of each region, <c>R</c> integers. Output: <c>R × Rows × Columns × C</c>.
/// The gradient goes to the maps alone. A region of a picture that is not there is an <see cref="ArgumentException"/> of the run.
/// </remarks>
/// <example><code>
/// var parts = Node.Apply(new RegionAlignment(7, 7) { Scale = 0.0625f }, Network.Input(1, 14, 14, 256), Network.Input(20, 4), Network.Input(ElementType.Int64, 20));
/// </code></example>
public sealed record RegionAlignment(int Rows, int Columns) : ArrayLayer
{
    /// <summary>Points along each axis of a bin; 0 for as many as it has pixels.</summary>
    public int Ratio { get; init; }

    /// <summary>From the regions' coordinates to the maps'.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Whether the centre of the first pixel lies at 0.5; otherwise at 0, and regions are at least one pixel wide.</summary>
    public bool IsHalfPixel { get; init; } = true;

    /// <summary>The largest weighted pixel of all points instead of their mean.</summary>
    public bool IsMaximum { get; init; }

    /// <inheritdoc/>
    public override int InputCount => 3;

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => input < 2 ? type == ElementType.Float32 : type == ElementType.Int64;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (maps, regions, pictures) = (inputs.Shapes[0], inputs.Shapes[1], inputs.Shapes[2]);
        if (maps.Rank != 4 || regions.Rank != 2 || regions[1] != 4 || pictures.Rank != 1 || pictures[0] != regions[0] || Rows < 1 || Columns < 1)
            throw new ShapeException($"{inputs.Label} makes {Rows}×{Columns} of pictures × rows × columns × channels, regions × 4 and regions; its inputs are {maps}, {regions} and {pictures}.");
        return Shape.Of(regions[0], Rows, Columns, maps[3]);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var maps = lowering.Shapes.Shape;
        var sampler = new Kernels.Arrays.RegionSampler(maps[1], maps[2], maps[3], (Rows, Columns), Ratio, Scale, IsHalfPixel, IsMaximum);
        return lowering.Add(new Steps.Arrays.RegionStep(lowering.Shapes.Label, sampler, IsMaximum, Ordered(lowering), Ordered(lowering, 1), Ordered(lowering, 2), NewOutput(lowering)));
    }
}
