using Striate.Kernels.Normalization;

namespace Striate.Steps;

/// <summary>Every number divided by a power of the squares around it along the channels.</summary>
internal sealed class LocalResponseStep(LocalResponseRule rule, Value input, Value output) : Step([input], output)
{
    public override string Kind => "normalize";

    public override bool MixesExamples => false;

    public override string Detail => "local response";

    public override bool BackwardReadsInput(int index) => true;

    public override long ScratchLength(int workers, bool training) => LocalResponse.ScratchLength(Output.Channels, rule, workers);

    public override void Forward(StepContext context) => LocalResponse.Forward(Inputs[0].Data, Output.Pixels, Output.Channels, rule, Output.Data, context.Scratch, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        LocalResponse.Backward(Inputs[0].Data, Output.Gradient, Output.Pixels, Output.Channels, rule, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool);
    }
}
