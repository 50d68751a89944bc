using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>Numbers that are part of the plan.</summary>
internal sealed class ConstantStep(Tensor values, Value output) : Step([], output)
{
    public override string Kind => "constant";

    // Copied at every run: other values use the place in the meantime.
    public override void Forward(StepContext context) => values.Bytes.CopyTo(Output.Bytes);

    public override void Backward(StepContext context)
    {
    }
}
