using Striate.Kernels.Padding;

namespace Striate.Steps;

/// <summary>A map with a border.</summary>
internal sealed class PadStep(PaddingShape shape, Value input, Value output) : Step([input], output)
{
    public override string Kind => "pad";

    public override bool MixesExamples => false;

    public override string Detail => shape.Mode.ToString().ToLowerInvariant();

    public override void Forward(StepContext context) => MapPadding.Forward(shape, Inputs[0].Data, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        MapPadding.Backward(shape, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
