using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>The largest of each run of neighbouring channels.</summary>
internal sealed class ChannelMaximumStep(int size, Value input, Value output) : Step([input], output)
{
    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => $"{size} channels";

    public override bool BackwardReadsInput(int index) => true;

    public override bool BackwardReadsOutput => true;

    public override void Forward(StepContext context) => ChannelMaximum.Forward(Inputs[0].Data, Output.Pixels, Output.Channels, size, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        ChannelMaximum.Backward(Inputs[0].Data, Output.Data, Output.Gradient, Output.Pixels, Output.Channels, size, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
