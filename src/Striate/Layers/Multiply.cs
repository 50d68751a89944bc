using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = a · b, number by number: two maps of the same shape, or a map and one factor a channel, as in squeeze-and-excitation.</summary>
/// <remarks>
/// <para>a is <c>spatial… × C</c>; b is the same, or <c>1… × C</c>, or <c>C</c>; either may stand first. Factors a channel hold for all pixels of their own example.</para>
/// <para>da = dy · b, db = dy · a; the gradient of a factor is the sum over its pixels.</para>
/// </remarks>
/// <example><code>
/// Node scaled = map * factors;
/// </code></example>
public sealed record Multiply : Layer
{
    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var (a, b) = (inputs.Shapes[0], inputs.Shapes[1]);
        if (a == b || Scales(b, a)) return a;
        if (Scales(a, b)) return b;
        throw new ShapeException($"{inputs.Label} multiplies maps of the same shape, or a map by a factor a channel; its inputs are {a} and {b}. "
            + $"What would fit beside {a}: {a}, {Shape.Of([.. Enumerable.Repeat(1, Math.Max(a.Rank - 1, 0)), a.Channels])} or {a.Channels}.");
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (map, factors) = (lowering.InOrder(lowering.Inputs[0]), lowering.InOrder(lowering.Inputs[1]));
        if (map.Shape != factors.Shape && Scales(map.Shape, factors.Shape)) (map, factors) = (factors, map);
        return lowering.Add(new MultiplyStep(map, factors, lowering.NewValue(map.Shape)));
    }

    // Whether these are factors for the channels of a map: C, or 1… × C.
    private static bool Scales(Shape factors, Shape map) =>
        factors.Rank > 0 && map.Rank > 0 && factors.Channels == map.Channels && factors.Length == factors.Channels && (factors.Rank == 1 || factors.Rank == map.Rank);
}
