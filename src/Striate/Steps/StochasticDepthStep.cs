using Striate.Kernels.Elementwise;
using Striate.Kernels.Random;

namespace Striate.Steps;

/// <summary>Zeroes whole examples at random and scales the others; both passes draw the same ones from the seed, the node's name and the step's number.</summary>
internal sealed class StochasticDepthStep(float rate, Value input, Value output) : Step([input], output)
{
    // The purpose of random numbers for examples that stay: streams of different purposes never meet.
    private const uint ExamplePurpose = 6;

    private readonly uint _name = StableHash.Of(output.Name);

    public override string Kind => "drop";

    public override bool MixesExamples => false;

    public override string Detail => "examples";

    public override bool IsCheap => true;

    public override void Forward(StepContext context) => ExampleDropout.Run(Inputs[0].Data, Output.Batch, rate, Stream(context), Output.Data, accumulate: false, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        ExampleDropout.Run(Output.Gradient, Output.Batch, rate, Stream(context), Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }

    private PhiloxStream Stream(StepContext context) => new(context.Seed, ExamplePurpose, _name, (ulong)context.StepNumber);
}
