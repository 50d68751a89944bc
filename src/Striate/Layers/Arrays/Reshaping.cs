using System.Collections.Immutable;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>The same numbers in the same order under another shape.</summary>
/// <param name="Sizes">The sizes of one example; one of them may be −1 and takes what is left.</param>
/// <remarks>The order is that of the axes as they stand: <see cref="Flatten"/> is the layer for channel-major vectors.</remarks>
/// <example><code>
/// // Whatever there is, two by two.
/// var layer = new Reshaping([-1, 2, 2]);
/// </code></example>
public sealed record Reshaping(ImmutableArray<int> Sizes) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var length = inputs.Shape.Length;
        var known = Sizes.Where(size => size != -1).Aggregate(1L, (product, size) => checked(product * size));
        var free = Sizes.IndexOf(-1);
        if (free < 0 ? known == length : known > 0 && length % known == 0)
            return Shape.Of([.. Sizes.Select(size => size == -1 ? checked((int)(length / known)) : size)]);
        throw new ShapeException($"{inputs.Label} makes {string.Join('×', Sizes)} = {known} numbers{(free < 0 ? "" : " times what is left")} of its input {inputs.Shape}, which has {length}.");
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Reshape(lowering.Input, OutputShape(lowering.Shapes));
    }

    /// <summary>Whether both have the same sizes.</summary>
    public bool Equals(Reshaping? other) => base.Equals(other) && Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Sizes.Length);
}
