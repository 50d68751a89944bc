namespace Striate.Training;

/// <summary>Adam with weight decay taken from the weights themselves (Loshchilov &amp; Hutter 2019); 0.01 by default.</summary>
/// <example><code>
/// var optimizer = new AdamW(3e-4f);
/// </code></example>
public sealed record AdamW : Adam
{
    /// <summary>With a learning rate.</summary>
    public AdamW(float learningRate = 1e-3f) : base(learningRate) => WeightDecay = 0.01f;

    private protected override bool IsDecoupled => true;
}
