using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = γ · (x − μ) / √(σ² + ε) + β with μ and σ² of one channel over all pixels of an example (Ulyanov, Vedaldi, Lempitsky 2016).</summary>
/// <example><code>
/// var layer = new InstanceNormalization();
/// </code></example>
public sealed record InstanceNormalization : NormalizationLayer
{
    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        return base.OutputShape(inputs);
    }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        return Lower(lowering, lowering.Input.Shape.Channels);
    }
}
