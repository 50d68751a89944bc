using Striate.Kernels.Resampling;

namespace Striate.Steps;

/// <summary>A map enlarged by whole factors.</summary>
internal sealed class ResampleStep(ResampleShape shape, Value input, Value output) : Step([input], output)
{
    public override string Kind => "resample";

    public override bool MixesExamples => false;

    public override string Detail => shape.Width.IsLinear ? "linear" : "nearest";

    public override void Forward(StepContext context) => Resample.Forward(shape, Inputs[0].Data, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        Resample.Backward(shape, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
