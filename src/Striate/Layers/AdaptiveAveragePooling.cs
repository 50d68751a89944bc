using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = the mean of each window, with windows that cover any input with a given number of outputs.</summary>
/// <example><code>
/// var pool = new AdaptiveAveragePooling(7);
/// </code></example>
public sealed record AdaptiveAveragePooling : AdaptivePoolingLayer
{
    /// <summary>Pooling to a number of outputs: one for all axes, or one an axis, outermost first.</summary>
    public AdaptiveAveragePooling(AxisSizes size) : base(size)
    {
    }

    /// <summary>The halves of each axis, the lower ⌊n / 2⌋ inputs and the rest: the four quadrants of a picture.</summary>
    public static AdaptiveAveragePooling Quadrants { get; } = new(2) { IsDisjoint = true };

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, maximum: false);
}
