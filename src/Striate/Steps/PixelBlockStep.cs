using Striate.Kernels.Resampling;

namespace Striate.Steps;

/// <summary>Pixels become channels, or channels pixels; the gradient goes the other way.</summary>
internal sealed class PixelBlockStep(PixelBlockShape shape, bool toSpace, Value input, Value output) : Step([input], output)
{
    public override string Kind => "copy";

    public override bool MixesExamples => false;

    public override string Detail => toSpace ? "depth to space" : "space to depth";

    public override bool IsCheap => true;

    public override void Forward(StepContext context)
    {
        if (toSpace) PixelBlocks.ToSpace(shape, Inputs[0].Data, Output.Data, accumulate: false, context.Pool);
        else PixelBlocks.ToDepth(shape, Inputs[0].Data, Output.Data, accumulate: false, context.Pool);
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var accumulate = InputMode(0) == GradientMode.Accumulate;
        if (toSpace) PixelBlocks.ToDepth(shape, Output.Gradient, Inputs[0].Gradient, accumulate, context.Pool);
        else PixelBlocks.ToSpace(shape, Output.Gradient, Inputs[0].Gradient, accumulate, context.Pool);
    }
}
