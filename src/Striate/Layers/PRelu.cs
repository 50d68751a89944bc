using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = x for x &gt; 0, otherwise a[c] · x with a learnt slope for each channel (He et al. 2015, equation 1).</summary>
/// <remarks>The parameter <c>weight</c> of length C is a, at first 0.25 as in the paper and in PyTorch. The slopes' gradient is Σ dy · x over the x ≤ 0 of a channel. NaN stays NaN.</remarks>
/// <example><code>
/// var layer = new PRelu();
/// </code></example>
public sealed record PRelu : Layer
{
    /// <summary>The slopes of the negative side before training.</summary>
    public float InitialSlope { get; init; } = 0.25f;

    /// <summary>Whether training leaves the slopes as they are.</summary>
    public bool Frozen { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.Shape.Rank < 1) throw new ShapeException($"{inputs.Label} needs a channel axis; its input is a scalar.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs) =>
        [new ParameterSpec("weight", Shape.Of(inputs.Shape.Channels), ParameterRole.Scale, new Initializer.Constant(InitialSlope)) { Frozen = Frozen }];

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var input = lowering.InOrder(lowering.Input);
        return lowering.Add(new ChannelSlopeStep(lowering.Parameter("weight"), input, lowering.NewValue(input.Shape)));
    }
}
