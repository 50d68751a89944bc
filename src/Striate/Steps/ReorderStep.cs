using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>Brings a flattened value's numbers from channels-last memory into the channel-major order of its shape.</summary>
internal sealed class ReorderStep(Value input, Value output) : Step([input], output)
{
    private readonly int _channels = input.Channels;
    private readonly int _pixels = (int)(input.Storage.Length / input.Channels);

    public override string Kind => "copy";

    public override bool MixesExamples => false;

    public override string Detail => "channels first";

    public override void Forward(StepContext context) =>
        Layouts.ToChannelsFirst(Inputs[0].Data, Output.Batch, _channels, _pixels, Output.Data, accumulate: false, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        Layouts.ToChannelsLast(Output.Gradient, Output.Batch, _channels, _pixels, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
