using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>Maps of the same spatial size side by side along the channels, with zero channels before and after them if asked.</summary>
/// <remarks>Inputs that were written where they belong (<see cref="Value.IsSliceOf"/>) are not copied, and neither are their gradients.</remarks>
internal sealed class ConcatenateStep(IReadOnlyList<Value> inputs, int zerosBefore, Value output) : Step(inputs, output)
{
    public override string Kind => "copy";

    public override bool MixesExamples => false;

    public override string Detail => Inputs.Count == 1 ? "pad channels" : Copied switch
    {
        0 => "concatenate in place",
        var copied when copied == Inputs.Count => "concatenate",
        var copied => $"concatenate {copied} of {Inputs.Count}",
    };

    private int Copied => Enumerable.Range(0, Inputs.Count).Count(i => !Inputs[i].IsSliceOf(Output, Channel(i)));

    public override bool ReadsSlice(int index) => true;

    // Zeros are written over the whole width.
    public override bool WritesSlice => !HasZeros;

    /// <summary>The channel of the output at which an input begins.</summary>
    public int Channel(int index) => zerosBefore + Inputs.Take(index).Sum(input => input.Channels);

    /// <summary>Whether some channels come from no input.</summary>
    public bool HasZeros { get; } = inputs.Sum(input => input.Channels) < output.Channels;

    public override bool IsCheap => true;

    public override void Forward(StepContext context)
    {
        var channel = zerosBefore;
        if (HasZeros) Output.Data.Clear();
        for (var i = 0; i < Inputs.Count; i++)
        {
            var input = Inputs[i];
            if (!input.IsSliceOf(Output, channel))
                Slices.Copy(input.Data, input.PixelStride, Output.Data[channel..], Output.PixelStride, input.Pixels, input.Channels, accumulate: false, context.Pool);
            channel += input.Channels;
        }
    }

    public override void Backward(StepContext context)
    {
        var channel = zerosBefore;
        for (var i = 0; i < Inputs.Count; i++)
        {
            var input = Inputs[i];
            if (InputMode(i) != GradientMode.Skip && !input.IsSliceOf(Output, channel))
            {
                Slices.Copy(Output.Gradient[channel..], Output.PixelStride, input.Gradient, input.PixelStride, input.Pixels, input.Channels,
                    InputMode(i) == GradientMode.Accumulate, context.Pool);
            }
            channel += input.Channels;
        }
    }
}
