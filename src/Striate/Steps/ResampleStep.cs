using Striate.Kernels.Resampling;

namespace Striate.Steps;

/// <summary>A map of another size.</summary>
internal sealed class ResampleStep(ResampleShape shape, string interpolation, Value input, Value output) : Step([input], output)
{
    private readonly ResampleShape _backward = shape.Transposed();

    public override string Kind => "resample";

    public override bool MixesExamples => false;

    public override string Detail => interpolation;

    public override long ScratchLength(int workers, bool training) => Math.Max(Resample.ScratchLength(shape, workers), training ? Resample.ScratchLength(_backward, workers) : 0);

    public override void Forward(StepContext context) => Resample.Run(shape, Inputs[0].Data, Output.Data, accumulate: false, context.Scratch, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        Resample.Run(_backward, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool);
    }
}
