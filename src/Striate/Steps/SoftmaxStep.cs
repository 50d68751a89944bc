using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>Softmax over the channels of each pixel, or its logarithm.</summary>
internal sealed class SoftmaxStep(bool logarithm, Value input, Value output) : Step([input], output)
{
    public override string Kind => "softmax";

    public override bool MixesExamples => false;

    public override string Detail => logarithm ? "logarithm" : "";

    public override bool BackwardReadsOutput => true;

    public override void Forward(StepContext context) => Softmax.Forward(logarithm, Inputs[0].Data, Output.Pixels, Output.Channels, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        Softmax.Backward(logarithm, Output.Data, Output.Gradient, Output.Pixels, Output.Channels, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
