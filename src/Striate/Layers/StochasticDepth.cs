using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>In training each example is all zeros with a probability, and divided by 1 − probability otherwise; in inference y = x (Huang et al. 2016; torchvision's mode "row").</summary>
/// <remarks>
/// It stands at the end of a residual branch, so that the example skips the branch. Who stays is a function of the training seed, the layer's name and the step's number:
/// nothing is stored, and it is drawn again in the backward pass.
/// </remarks>
/// <example><code>
/// Node y = branch.Then(new StochasticDepth(0.2f)) + x;
/// </code></example>
public sealed record StochasticDepth : Layer
{
    /// <summary>With the probability of zeros.</summary>
    public StochasticDepth(float rate) => Rate = rate;

    /// <summary>The probability of zeros, from 0 to below 1.</summary>
    public float Rate { get; init; }

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs)
    {
        if (!(Rate >= 0 && Rate < 1)) throw new ShapeException($"{inputs.Label} has a rate of {Rate}; it must be 0 or more and below 1.");
        return inputs.Shape;
    }

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        if (!lowering.Training || Rate == 0) return lowering.View(lowering.Input, lowering.Input.Shape);
        return lowering.Add(new StochasticDepthStep(Rate, lowering.Input, lowering.NewValue(lowering.Input.Shape, lowering.Input.Storage)));
    }
}
