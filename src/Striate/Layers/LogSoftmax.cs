namespace Striate.Layers;

/// <summary>y[c] = x[c] − log Σ exp(x) over the channels of each pixel: the logarithm of <see cref="Softmax"/>, without its underflow.</summary>
/// <example><code>
/// var layer = new LogSoftmax();
/// </code></example>
public sealed record LogSoftmax : SoftmaxLayer
{
    private protected override bool IsLogarithm => true;
}
