using Striate.Steps;

namespace Striate.Layers;

/// <summary>Each example is all zeros with a probability in training, and divided by 1 − probability otherwise; in inference y = x (Huang et al. 2016; torchvision's mode "row").</summary>
/// <remarks>It stands at the end of a residual branch, so that the example skips the branch.</remarks>
/// <example><code>
/// Node y = branch.Then(new StochasticDepth(0.2f)) + x;
/// </code></example>
public sealed record StochasticDepth : DropoutLayer
{
    /// <summary>With the probability of zeros.</summary>
    public StochasticDepth(float rate) : base(rate)
    {
    }

    private protected override Step Drop(Value input, Value output) => new StochasticDepthStep(Rate, input, output);
}
