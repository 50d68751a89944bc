using System.Collections.Immutable;
using Striate.Kernels.Arrays;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers.Arrays;

/// <summary>Sums, means, extremes, products and norms along some axes of each example; the axes are gone from the output.</summary>
/// <param name="Function">What becomes of the numbers.</param>
/// <param name="Axes">The axes of an example; negative ones count from the end.</param>
/// <remarks>Floats are summed in double precision. Integers wrap around; truth values have a maximum (any) and a minimum (all).</remarks>
/// <example><code>
/// // The norm of each channel of a map.
/// var layer = new Reduction(ReductionFunction.L2, [0, 1]);
/// </code></example>
public sealed record Reduction(ReductionFunction Function, ImmutableArray<int> Axes) : ArrayLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (shape, axes) = (inputs.Shape, Places(inputs));
        return Shape.Of([.. shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    /// <inheritdoc/>
    public override bool Takes(int input, ElementType type) => type != ElementType.Boolean || Function is ReductionFunction.Maximum or ReductionFunction.Minimum;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return lowering.Add(new Striate.Steps.Arrays.ReduceStep(Function, Places(lowering.Shapes), Ordered(lowering), NewOutput(lowering)));
    }

    /// <summary>Whether both reduce the same axes alike.</summary>
    public bool Equals(Reduction? other) => base.Equals(other) && Function == other.Function && Axes.SequenceEqual(other.Axes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Function, Axes.Length);

    private int[] Places(in LayerInputs inputs)
    {
        var places = new int[Axes.Length];
        for (var i = 0; i < places.Length; i++) places[i] = Axis(inputs, Axes[i], inputs.Shape.Rank);
        return places;
    }
}
