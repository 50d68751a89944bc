using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = γ · (x − μ) / √(σ² + ε) + β with mean and biased variance of the example itself: training and inference are the same, and examples do not see each other.</summary>
/// <remarks>Parameters, both of length C: <c>weight</c> (γ, at first 1) and <c>bias</c> (β, at first 0). Statistics take two passes; results do not depend on the number of threads.</remarks>
public abstract record NormalizationLayer : Layer
{
    /// <summary>ε, inside the root.</summary>
    public float Epsilon { get; init; } = 1e-5f;

    /// <summary>Whether training leaves γ and β as they are.</summary>
    public bool Frozen { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.Shape.Rank < 1) throw new ShapeException($"{inputs.Label} needs a channel axis; its input is a scalar.");
        if (!(Epsilon >= 0)) throw new ShapeException($"{inputs.Label} has an epsilon of {Epsilon}; it must be 0 or more.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs)
    {
        var shape = Shape.Of(inputs.Shape.Channels);
        return
        [
            new ParameterSpec("weight", shape, ParameterRole.Scale, Initializer.Ones) { Frozen = Frozen },
            new ParameterSpec("bias", shape, ParameterRole.Shift, Initializer.Zeros) { Frozen = Frozen },
        ];
    }

    private protected Value Lower(Lowering lowering, int groups)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var input = lowering.InOrder(lowering.Input);
        return lowering.Add(new GroupNormalizeStep(new GroupNormalizeStep.Settings(lowering.Parameter("weight"), lowering.Parameter("bias"), groups, Epsilon), input, lowering.NewValue(input.Shape)));
    }
}
