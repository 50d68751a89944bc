using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = the mean of each window, over the inputs in it; padding counts only if asked.</summary>
/// <remarks>Where windows overlap, the backward pass adds each gradient to all inputs of its window: with 3×3 and stride 1 that took 3.0 times as long as
/// memory would allow.</remarks>
/// <example><code>
/// var pool = new AveragePooling(2);
/// </code></example>
public sealed record AveragePooling : PoolingLayer
{
    /// <summary>Windows of a size, side by side unless a stride is set.</summary>
    public AveragePooling(AxisSizes kernel) : base(kernel)
    {
    }

    /// <summary>Whether padding counts as zeros (ONNX's count_include_pad).</summary>
    public bool CountPadding { get; init; }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, CountPadding ? PoolStep.Rule.AverageWithPadding : PoolStep.Rule.Average);
}
