using Striate.Kernels.Resampling;

namespace Striate.Steps;

/// <summary>Taps that offsets move.</summary>
internal sealed class DeformableStep(DeformableShape shape, Value input, Value offsets, Value output) : Step([input, offsets], output)
{
    public override string Kind => "resample";

    public override bool MixesExamples => false;

    public override string Detail => "deformable";

    public override bool BackwardReadsInput(int index) => true;

    public override void Forward(StepContext context) => DeformableSample.Forward(shape, Inputs[0].Data, Inputs[1].Data, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        var (ofX, ofOffsets) = (InputMode(0), InputMode(1));
        if (ofX == GradientMode.Skip && ofOffsets == GradientMode.Skip) return;
        DeformableSample.Backward(shape, Inputs[0].Data, Inputs[1].Data, Output.Gradient, ofX == GradientMode.Skip ? [] : Inputs[0].Gradient, ofX == GradientMode.Accumulate,
            ofOffsets == GradientMode.Skip ? [] : Inputs[1].Gradient, ofOffsets == GradientMode.Accumulate, context.Pool);
    }
}
