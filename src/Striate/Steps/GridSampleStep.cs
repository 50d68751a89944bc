using Striate.Kernels.Resampling;

namespace Striate.Steps;

/// <summary>A map read at given places.</summary>
internal sealed class GridSampleStep(GridSampleShape shape, Value input, Value places, Value output) : Step([input, places], output)
{
    public override string Kind => "resample";

    public override bool MixesExamples => false;

    public override string Detail => "grid";

    public override bool BackwardReadsInput(int index) => true;

    public override void Forward(StepContext context) => GridSample.Forward(shape, Inputs[0].Data, Inputs[1].Data, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        var (ofX, ofPlaces) = (InputMode(0), InputMode(1));
        if (ofX == GradientMode.Skip && ofPlaces == GradientMode.Skip) return;
        GridSample.Backward(shape, Inputs[0].Data, Inputs[1].Data, Output.Gradient, ofX == GradientMode.Skip ? [] : Inputs[0].Gradient, ofX == GradientMode.Accumulate,
            ofPlaces == GradientMode.Skip ? [] : Inputs[1].Gradient, ofPlaces == GradientMode.Accumulate, context.Pool);
    }
}
