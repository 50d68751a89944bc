using System.Collections.Immutable;
using Striate.Kernels.Padding;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>A border around an array of any axes; negative widths cut.</summary>
/// <param name="Low">The width before the first place of each axis of an example.</param>
/// <param name="High">The width behind the last.</param>
/// <remarks>For the spatial axes of maps <see cref="SpatialPadding"/> is the layer. The gradient of a border that repeats numbers is added to theirs.</remarks>
/// <example><code>
/// // 2×3 becomes 4×2: a row of ones above and below, and without the last column.
/// var layer = new ArrayPadding([1, 0], [1, -1]) { Mode = PaddingMode.Constant, Value = 1 };
/// </code></example>
public sealed record ArrayPadding(ImmutableArray<int> Low, ImmutableArray<int> High) : ArrayLayer
{
    /// <summary>What the border holds.</summary>
    public PaddingMode Mode { get; init; } = PaddingMode.Zero;

    /// <summary>The number of a constant border.</summary>
    public double Value { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var shape = inputs.Shape;
        if (Low.Length != shape.Rank || High.Length != shape.Rank) throw new ShapeException($"{inputs.Label} has {Low.Length} and {High.Length} widths; its input {shape} has {shape.Rank} axes.");
        var (low, high) = (Low, High);
        int[] sizes = [.. shape.Select((size, axis) => checked(size + low[axis] + high[axis]))];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var kept = shape[axis] + Math.Min(low[axis], 0) + Math.Min(high[axis], 0);
            if (sizes[axis] < 0 || kept <= 0 && sizes[axis] > 0 && Mode is not (PaddingMode.Zero or PaddingMode.Constant))
                throw new ShapeException($"{inputs.Label} makes {shape[axis]} + {low[axis]} + {high[axis]} = {sizes[axis]} places of axis {axis} of its input {shape}, of which {Math.Max(kept, 0)} are left to repeat.");
        }
        return Shape.Of(sizes);
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var shape = lowering.Shapes.Shape;
        var output = NewOutput(lowering);
        int[][] sources = [.. shape.Select((_, axis) => Places(shape, axis))];
        return lowering.Add(new Striate.Steps.Arrays.AxisMapStep("pad", sources, Ordered(lowering), output, Mode == PaddingMode.Constant ? Value : 0));
    }

    /// <summary>Whether both make the same border.</summary>
    public bool Equals(ArrayPadding? other) => base.Equals(other) && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High) && Mode == other.Mode && Value.Equals(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Low.Length, Mode, Value);

    /// <summary>The place of the input for each place of an axis of the output; −1 outside.</summary>
    public int[] Places(Shape input, int axis)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Cut first: what is repeated is what is left.
        var (size, low, high) = (input[axis], Low[axis], High[axis]);
        var (first, count) = (Math.Max(-low, 0), size + Math.Min(low, 0) + Math.Min(high, 0));
        var mode = Mode;
        int Place(int i) => mode switch
        {
            PaddingMode.Replicate => Math.Clamp(i, 0, count - 1),
            PaddingMode.Circular => (i % count + count) % count,
            PaddingMode.Reflect => count == 1 ? 0 : count - 1 - Math.Abs((i % (2 * count - 2) + 2 * count - 2) % (2 * count - 2) - (count - 1)),
            _ => i >= 0 && i < count ? i : -1 - first,
        };
        return [.. Enumerable.Range(0, size + low + high).Select(i => first + Place(i - Math.Max(low, 0)))];
    }
}
