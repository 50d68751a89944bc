using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = the largest number of each window, with windows that cover any input with a given number of outputs; NaN stays NaN; the gradient goes to the first largest.</summary>
/// <example><code>
/// var pool = new AdaptiveMaxPooling(7);
/// </code></example>
public sealed record AdaptiveMaxPooling : AdaptivePoolingLayer
{
    /// <summary>Pooling to a number of outputs: one for all axes, or one an axis, outermost first.</summary>
    public AdaptiveMaxPooling(AxisSizes size) : base(size)
    {
    }

    /// <summary>The halves of each axis, the lower ⌊n / 2⌋ inputs and the rest: the four quadrants of a picture.</summary>
    public static AdaptiveMaxPooling Quadrants { get; } = new(2) { IsDisjoint = true };

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, maximum: true);
}
