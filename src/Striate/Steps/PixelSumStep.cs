using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>Weighted sums of pixels, the same for all channels.</summary>
internal sealed class PixelSumStep(PixelMatrix matrix, string detail, bool training, Value input, Value output) : Step([input], output)
{
    private readonly PixelMatrix? _transposed = training ? matrix.Transposed() : null;

    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => detail;

    public override bool ReadsSlice(int index) => true;

    public override bool WritesSlice => true;

    public override void Forward(StepContext context) =>
        PixelSums.Run(matrix, Output.Batch, Output.Channels, Inputs[0].Data, Inputs[0].PixelStride, Output.Data, Output.PixelStride, accumulate: false, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        PixelSums.Run(_transposed!, Output.Batch, Output.Channels, Output.Gradient, Output.PixelStride, Inputs[0].Gradient, Inputs[0].PixelStride, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
