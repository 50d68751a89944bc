using System.Collections.Immutable;
using Striate.Kernels.Arrays;
using Striate.Steps;
using Striate.Steps.Arrays;
using Striate.Tensors;
namespace Striate.Layers.Arrays;

/// <summary>Each value goes to where an index says, zeros everywhere else: unpooling by the indices of a pooling (ONNX's MaxUnpool).</summary>
/// <param name="Counted">The spatial sizes of the maps through which indices count: pixels row by row, channel after channel, example after example.</param>
/// <param name="Size">The spatial sizes of the output, at least as large: what is more lies behind.</param>
/// <remarks>The first input holds the values, <c>spatial… × C</c>, the second the indices, int64 of the same shape (<see cref="MaxPoolingIndices"/> with <see cref="PlaceCounting.AllMaps"/>).
/// Of several values for one place the last stays, and the gradient is read from the place for all of them.</remarks>
/// <example><code>
/// var layer = new IndexUnpooling([4, 4], [5, 5]);
/// </code></example>
public sealed record IndexUnpooling(ImmutableArray<int> Counted, ImmutableArray<int> Size) : ArrayLayer
{
    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type == (input == 0 ? ElementType.Float32 : ElementType.Int64);

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        if (inputs.Shapes[0] != inputs.Shapes[1]) throw new ShapeException($"{inputs.Label} has values of {inputs.Shapes[0]} and indices of {inputs.Shapes[1]}; each value needs an index.");
        var rank = inputs.SpatialRank;
        if (Counted.Length != rank || Size.Length != rank || Counted.Zip(Size, (from, to) => from < 1 || to < from).Contains(true))
            throw new ShapeException($"{inputs.Label} spreads maps of {string.Join('×', Counted)} over {string.Join('×', Size)}; its input has {rank} spatial {(rank == 1 ? "axis" : "axes")}, each of which needs sizes of 1 or more, the second as large as the first.");
        return Shape.Of([.. Size, inputs.Shape.Channels]);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new IndexUnpoolStep([.. Counted], Ordered(lowering), Ordered(lowering, 1), NewOutput(lowering)));
    }

    /// <summary>Whether both have the same sizes.</summary>
    public bool Equals(IndexUnpooling? other) => base.Equals(other) && Counted.SequenceEqual(other.Counted) && Size.SequenceEqual(other.Size);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Size.Length);
}
