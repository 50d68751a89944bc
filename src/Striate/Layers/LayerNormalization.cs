using Striate.Steps;

namespace Striate.Layers;

/// <summary>y = γ · (x − μ) / √(σ² + ε) + β with μ and σ² over the channels of each pixel (Ba, Kiros, Hinton 2016, equation 3; on maps as in Liu et al. 2022).</summary>
/// <remarks>On a vector these are all units of a layer, as in the paper. Over all channels and pixels of an example it is <see cref="GroupNormalization"/> with one group.</remarks>
/// <example><code>
/// var layer = new LayerNormalization { Epsilon = 1e-6f };
/// </code></example>
public sealed record LayerNormalization : NormalizationLayer
{
    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var input = lowering.InOrder(lowering.Input);
        return lowering.Add(new PixelNormalizeStep(lowering.Parameter("weight"), lowering.Parameter("bias"), Epsilon, input, lowering.NewValue(input.Shape)));
    }
}
