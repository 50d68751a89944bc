using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>In training each channel of each example is all zeros with a probability, and divided by 1 − probability otherwise; in inference y = x (Tompson et al. 2015, section 3.2; PyTorch's Dropout2d).</summary>
/// <remarks>Neighbouring pixels say much the same, so that dropping them one by one hides little. Who stays is a function of the training seed, the layer's name and the step's number.</remarks>
/// <example><code>
/// var layer = new SpatialDropout(0.2f);
/// </code></example>
public sealed record SpatialDropout : Layer
{
    /// <summary>With the probability of zeros.</summary>
    public SpatialDropout(float rate) => Rate = rate;

    /// <summary>The probability of zeros, from 0 to below 1.</summary>
    public float Rate { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        if (!(Rate >= 0 && Rate < 1)) throw new ShapeException($"{inputs.Label} has a rate of {Rate}; it must be 0 or more and below 1.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        if (!lowering.Training || Rate == 0) return lowering.View(lowering.Input, lowering.Input.Shape);
        return lowering.Add(new ChannelDropoutStep(Rate, lowering.Input, lowering.NewValue(lowering.Input.Shape, lowering.Input.Storage)));
    }
}
