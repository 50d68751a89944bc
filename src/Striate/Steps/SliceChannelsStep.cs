using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>Some neighbouring channels of a map, as a map of their own.</summary>
internal sealed class SliceChannelsStep(int first, Value input, Value output) : Step([input], output)
{
    public override string Kind => "copy";

    public override bool MixesExamples => false;

    public override string Detail => $"channels {first} to {first + Output.Channels - 1}";

    public override bool ReadsSlice(int index) => true;

    public override bool WritesSlice => true;

    public override bool IsCheap => true;

    public override void Forward(StepContext context) =>
        Slices.Copy(Inputs[0].Data[first..], Inputs[0].PixelStride, Output.Data, Output.PixelStride, Output.Pixels, Output.Channels, accumulate: false, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var (input, accumulate) = (Inputs[0], InputMode(0) == GradientMode.Accumulate);
        // The other channels got nothing.
        for (var pixel = 0; !accumulate && pixel < input.Pixels; pixel++) input.Gradient.Slice(pixel * input.PixelStride, input.Channels).Clear();
        Slices.Copy(Output.Gradient, Output.PixelStride, input.Gradient[first..], input.PixelStride, Output.Pixels, Output.Channels, accumulate, context.Pool);
    }
}
