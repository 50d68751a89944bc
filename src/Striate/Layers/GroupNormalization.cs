using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = γ · (x − μ) / √(σ² + ε) + β with μ and σ² of a group of neighbouring channels over all pixels of an example (Wu &amp; He 2018, equation 7).</summary>
/// <remarks>One group is layer normalisation of the whole example; a group a channel is <see cref="InstanceNormalization"/>. γ and β are those of a channel, as in PyTorch.</remarks>
/// <example><code>
/// var layer = new GroupNormalization(32);
/// </code></example>
public sealed record GroupNormalization : NormalizationLayer
{
    /// <summary>With a number of groups that divides the channels.</summary>
    public GroupNormalization(int groups) => Groups = groups;

    /// <summary>The number of groups.</summary>
    public int Groups { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        var shape = base.OutputShape(inputs);
        if (Groups >= 1 && shape.Channels % Groups == 0) return shape;
        throw new ShapeException($"{inputs.Label} has {Groups} groups, which do not divide {shape.Channels} channels. What would fit: {string.Join(", ", Divisors.Of(shape.Channels))}.");
    }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Everything;

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering) => Lower(lowering, Groups);
}
