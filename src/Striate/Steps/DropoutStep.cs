using Striate.Kernels.Elementwise;
using Striate.Kernels.Random;

namespace Striate.Steps;

/// <summary>Zeroes numbers at random and scales the others; both passes draw the same mask from the seed, the node's name and the step's number.</summary>
internal sealed class DropoutStep(float rate, Value input, Value output) : Step([input], output)
{
    // The purpose of random numbers for masks: streams of different purposes never meet.
    private const uint MaskPurpose = 2;

    private readonly uint _name = StableHash.Of(output.Name);

    public override string Kind => "drop";

    public override bool MixesExamples => false;

    public override bool IsCheap => true;

    public override void Forward(StepContext context) => Dropout.Forward(Inputs[0].Data, rate, Mask(context), Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        Dropout.Backward(Output.Gradient, rate, Mask(context), Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }

    private PhiloxStream Mask(StepContext context) => new(context.Seed, MaskPurpose, _name, (ulong)context.StepNumber);
}
