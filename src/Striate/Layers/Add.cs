using Striate.Steps;
using Striate.Tensors;

namespace Striate.Layers;

/// <summary>y = a + b, two maps of the same shape: the sum of a residual connection.</summary>
/// <example><code>
/// Node sum = branch + shortcut;
/// </code></example>
public sealed record Add : Layer
{
    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shapes[0] == inputs.Shapes[1]
        ? inputs.Shapes[0]
        : throw new ShapeException($"{inputs.Label} adds maps of the same shape; its inputs are {inputs.Shapes[0]} and {inputs.Shapes[1]}. "
            + "What would fit: a shortcut of a 1×1 Convolution with the branch's stride and channels.");

    /// <inheritdoc/>
    public override Value Lower(Lowering lowering)
    {
        ArgumentNullException.ThrowIfNull(lowering);
        var (left, right) = (lowering.InOrder(lowering.Inputs[0]), lowering.InOrder(lowering.Inputs[1]));
        return lowering.Add(new AddStep(left, right, Kernels.Elementwise.Activation.Identity, 0, lowering.NewValue(left.Shape)));
    }
}
