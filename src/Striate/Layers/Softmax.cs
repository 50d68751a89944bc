namespace Striate.Layers;

/// <summary>y[c] = exp(x[c]) / Σ exp(x) over the channels of each pixel: shares that add up to 1 (Bridle 1990). Losses that take logits, such as cross-entropy, hold it already.</summary>
/// <example><code>
/// var layer = new Softmax();
/// </code></example>
public sealed record Softmax : SoftmaxLayer
{
    private protected override bool IsLogarithm => false;
}
