using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>The axes of each example in another order.</summary>
internal sealed class TransposeStep : Step
{
    private readonly Permutation _forward;
    private readonly Permutation _backward;

    public TransposeStep(int[] order, Value input, Value output) : base([input], output)
    {
        int[] whole = [0, .. order.Select(axis => axis + 1)];
        _forward = new Permutation([input.Batch, .. input.Shape], whole);
        _backward = _forward.Inverse();
    }

    public override string Kind => "transpose";

    public override void Forward(StepContext context) => _forward.Run(Inputs[0].Bytes, Output.Bytes, Output.Type.Size(), context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        _backward.Run(Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
