using Striate.Kernels.Elementwise;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>y = x for x &gt; 0, otherwise slope · x with a learnt slope for each channel.</summary>
internal sealed class ChannelSlopeStep(Parameter slopes, Value input, Value output) : Step([input], output, [slopes])
{
    public override string Kind => "activate";

    public override bool MixesExamples => false;

    public override string Detail => "slopes";

    public override bool BackwardReadsInput(int index) => true;

    public override long ScratchLength(int workers, bool training) => training ? ChannelSlopes.ScratchLength(Output.Channels) : 0;

    public override void Forward(StepContext context) => ChannelSlopes.Forward(Inputs[0].Data, Output.Pixels, Output.Channels, slopes.Values, Output.Data, context.Pool);

    public override void Backward(StepContext context) =>
        ChannelSlopes.Backward(Inputs[0].Data, Output.Gradient, Output.Pixels, Output.Channels, slopes.Values, InputMode(0) == GradientMode.Skip ? default : Inputs[0].Gradient,
            InputMode(0) == GradientMode.Accumulate, context.Gradient(slopes), ParameterMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool);
}
