using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = γ · (x − μ) / √(σ² + ε) + β, or γ · (x − μ) / (σ + ε) + β, channel by channel of maps with any number of spatial axes (Ioffe &amp; Szegedy 2015, algorithm 1).</summary>
/// <remarks>
/// In training μ and σ² (biased) are the batch's, over examples and pixels, and running statistics follow: running = (1 − momentum) · running + momentum · batch,
/// with the unbiased variance, as in PyTorch. In inference the running statistics are used, and fold into a convolution before the layer.
/// Averaging σ² is what libraries do; some texts average σ, and the two differ: of batches whose σ is 1 and 3 in turn, momentum 0.1 makes √(running variance) 2.28 behind a batch of σ = 3, an average of σ itself 2.05.
/// Before a first training step the running statistics are 0 and 1, which <c>network.InferenceWarnings</c> tells.
/// Parameters, all of length C: <c>weight</c> (γ), <c>bias</c> (β), <c>running_mean</c>, <c>running_var</c>.
/// </remarks>
/// <example><code>
/// var layer = new BatchNormalization { Momentum = 0.1f };
/// </code></example>
public sealed record BatchNormalization : Layer
{
    /// <summary>ε: what keeps a channel that does not vary from division by 0.</summary>
    public float Epsilon { get; init; } = 1e-5f;

    /// <summary>Whether ε is added to σ, and not to σ² inside the root: a standard deviation of σ comes out as γ · σ / (σ + ε), otherwise as γ · σ / √(σ² + ε).</summary>
    public bool EpsilonOutsideRoot { get; init; }

    /// <summary>The share of the newest batch in the running statistics.</summary>
    public float Momentum { get; init; } = 0.1f;

    /// <summary>Whether training leaves γ, β and the running statistics as they are; it then normalises with the running statistics, as inference does, and not with the batch's.</summary>
    /// <remarks>torchvision's <c>FrozenBatchNorm2d</c>, or PyTorch's <c>eval()</c> on the layer: a frozen backbone gives the same features in training as in inference.</remarks>
    public bool Frozen { get; init; }

    /// <summary>The first values of γ; zeros make a residual branch begin as nothing.</summary>
    public Initializer ScaleInitializer { get; init; } = Initializer.Ones;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (inputs.Shape.Rank < 1) throw new ShapeException($"{inputs.Label} needs a channel axis; its input is a scalar.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs)
    {
        var shape = Shape.Of(inputs.Shape.Channels);
        return
        [
            new ParameterSpec("weight", shape, ParameterRole.Scale, ScaleInitializer) { Frozen = Frozen },
            new ParameterSpec("bias", shape, ParameterRole.Shift, Initializer.Zeros) { Frozen = Frozen },
            new ParameterSpec("running_mean", shape, ParameterRole.Mean, Initializer.Zeros) { Frozen = Frozen },
            new ParameterSpec("running_var", shape, ParameterRole.Variance, Initializer.Ones) { Frozen = Frozen },
        ];
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (mean, variance) = (lowering.Parameter("running_mean"), lowering.Parameter("running_var"));
        var settings = new NormalizeStep.Settings(lowering.Parameter("weight"), lowering.Parameter("bias"), mean, variance,
            new Epsilon(Epsilon, EpsilonOutsideRoot), Momentum, UseBatchStatistics: lowering.Training && !(mean.IsFrozen && variance.IsFrozen));
        var input = lowering.InOrder(lowering.Input);
        return lowering.Add(new NormalizeStep(settings, input, null, lowering.NewValue(input.Shape)));
    }
}
