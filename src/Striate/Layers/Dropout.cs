using Striate.Steps;

namespace Striate.Layers;

/// <summary>Each number is zero with a probability in training, and divided by 1 − probability otherwise; in inference y = x (Srivastava et al. 2014, inverted).</summary>
/// <example><code>
/// var layer = new Dropout(0.5f);
/// </code></example>
public sealed record Dropout : DropoutLayer
{
    /// <summary>With the probability of a zero.</summary>
    public Dropout(float rate) : base(rate)
    {
    }

    private protected override Step Drop(Value input, Value output) => new DropoutStep(Rate, input, output);
}
