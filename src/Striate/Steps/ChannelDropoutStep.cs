using Striate.Kernels.Elementwise;
using Striate.Kernels.Random;

namespace Striate.Steps;

/// <summary>Zeroes whole channels of examples at random and scales the others; both passes draw the same mask from the seed, the node's name and the step's number.</summary>
internal sealed class ChannelDropoutStep(float rate, Value input, Value output) : Step([input], output)
{
    // The purpose of random numbers for masks of channels: streams of different purposes never meet.
    private const uint MaskPurpose = 12;

    private readonly uint _name = StableHash.Of(output.Name);

    public override string Kind => "drop";

    public override bool MixesExamples => false;

    public override string Detail => "channels";

    public override long ScratchLength(int workers, bool training) => ChannelDropout.ScratchLength(Output.Batch, Output.Channels);

    public override void Forward(StepContext context) =>
        ChannelDropout.Run(Inputs[0].Data, Output.Batch, Output.Pixels / Output.Batch, Output.Channels, rate, Mask(context), Output.Data, false, context.Scratch, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        ChannelDropout.Run(Output.Gradient, Output.Batch, Output.Pixels / Output.Batch, Output.Channels, rate, Mask(context), Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate,
            context.Scratch, context.Pool);
    }

    private PhiloxStream Mask(StepContext context) => new(context.Seed, MaskPurpose, _name, (ulong)context.StepNumber);
}
