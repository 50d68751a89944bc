using Striate.Kernels.Arrays;

namespace Striate.Steps.Arrays;

/// <summary>1 for the first of the largest numbers along the last axis.</summary>
internal sealed class HardmaxStep(Value input, Value output) : Step([input], output)
{
    public override string Kind => "hardmax";

    public override bool MixesExamples => false;

    public override void Forward(StepContext context) => HardmaxKernel.Run(Inputs[0].Data, Output.Shape.Channels, Output.Data);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Write) Inputs[0].Gradient.Clear();
    }
}
