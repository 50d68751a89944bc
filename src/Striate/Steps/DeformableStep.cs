using Striate.Kernels.Resampling;

namespace Striate.Steps;

/// <summary>Taps that offsets move.</summary>
internal sealed class DeformableStep(DeformableShape shape, Value input, Value offsets, Value? mask, Value output) : Step(mask is null ? [input, offsets] : [input, offsets, mask], output)
{
    public override string Kind => "resample";

    public override bool MixesExamples => false;

    public override string Detail => "deformable";

    public override bool BackwardReadsInput(int index) => true;

    private ReadOnlySpan<float> Mask => mask is null ? [] : mask.Data;

    public override void Forward(StepContext context) => DeformableSample.Forward(shape, Inputs[0].Data, Inputs[1].Data, Mask, Output.Data, context.Pool);

    public override void Backward(StepContext context) => DeformableSample.Backward(shape, Inputs[0].Data, Inputs[1].Data, Mask, Output.Gradient,
        GradientOf(0), Adds(0), GradientOf(1), Adds(1), mask is null ? [] : GradientOf(2), mask is not null && Adds(2), context.Pool);

    private Span<float> GradientOf(int input) => InputMode(input) == GradientMode.Skip ? [] : Inputs[input].Gradient;

    private bool Adds(int input) => InputMode(input) == GradientMode.Accumulate;
}
