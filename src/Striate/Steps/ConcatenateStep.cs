using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>Maps of the same spatial size side by side along the channels, with zero channels before and after them if asked.</summary>
internal sealed class ConcatenateStep(IReadOnlyList<Value> inputs, int zerosBefore, Value output) : Step(inputs, output)
{
    public override string Kind => "copy";

    public override bool MixesExamples => false;

    public override string Detail => Inputs.Count == 1 ? "pad channels" : "concatenate";

    /// <summary>Whether some channels come from no input.</summary>
    public bool HasZeros { get; } = inputs.Sum(input => input.Channels) < output.Channels;

    public override void Forward(StepContext context)
    {
        var channel = zerosBefore;
        if (HasZeros) Output.Data.Clear();
        for (var i = 0; i < Inputs.Count; i++)
        {
            var input = Inputs[i];
            Slices.Copy(input.Data, input.Channels, Output.Data[channel..], Output.Channels, input.Pixels, input.Channels, accumulate: false, context.Pool);
            channel += input.Channels;
        }
    }

    public override void Backward(StepContext context)
    {
        var channel = zerosBefore;
        for (var i = 0; i < Inputs.Count; i++)
        {
            var input = Inputs[i];
            if (InputMode(i) != GradientMode.Skip)
            {
                Slices.Copy(Output.Gradient[channel..], Output.Channels, input.Gradient, input.Channels, input.Pixels, input.Channels,
                    InputMode(i) == GradientMode.Accumulate, context.Pool);
            }
            channel += input.Channels;
        }
    }
}
