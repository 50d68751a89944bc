using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>(Σ |x|ᵖ)^(1/p) of windows.</summary>
internal sealed class NormPoolStep(PoolingShape shape, float p, Value input, Value output) : Step([input], output)
{
    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => $"norm {p}";

    public override bool ReadsSlice(int index) => true;

    public override bool WritesSlice => true;

    public override bool BackwardReadsInput(int index) => true;

    public override bool BackwardReadsOutput => true;

    public override void Forward(StepContext context) => NormPooling.Forward(shape, p, Inputs[0].Data, Inputs[0].PixelStride, Output.Data, Output.PixelStride, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var (from, to) = (Inputs[0].PixelStride, Output.PixelStride);
        NormPooling.Backward(shape, p, Inputs[0].Data, from, Output.Data, to, Output.Gradient, to, Inputs[0].Gradient, from, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
