using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>Each channel of each example is all zeros with a probability in training, and divided by 1 − probability otherwise; in inference y = x (Tompson et al. 2015, section 3.2; PyTorch's Dropout2d).</summary>
/// <remarks>Neighbouring pixels say much the same, so that dropping them one by one hides little.</remarks>
/// <example><code>
/// var layer = new SpatialDropout(0.2f);
/// </code></example>
public sealed record SpatialDropout : DropoutLayer
{
    /// <summary>With the probability of zeros.</summary>
    public SpatialDropout(float rate) : base(rate)
    {
    }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        inputs.RequireSpatial();
        return base.OutputShape(inputs);
    }

    private protected override Step Drop(Value input, Value output) => new ChannelDropoutStep(Rate, input, output);
}
