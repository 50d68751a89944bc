using Striate.Kernels.Elementwise;
using Striate.Kernels.Pooling;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>Sums over all pixels with the softmax of learnt numbers, a row of them a region, as weights.</summary>
internal sealed class RegionPoolStep(Parameter logits, int regions, Value input, Value output) : Step([input], output, [logits])
{
    private readonly int _pixels = logits.Length / regions;

    private int WorkLength => checked((int)RegionSums.ScratchLength(regions, _pixels, Output.Batch, Output.Channels));

    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => $"{regions} learnt regions";

    public override bool BackwardReadsInput(int index) => true;

    public override long MultiplyAccumulates => (long)logits.Length * Output.Batch * Output.Channels;

    // The weights, in training their gradient, and what the products work in.
    public override long ScratchLength(int workers, bool training) => logits.Length * (training ? 2L : 1) + WorkLength;

    public override void Forward(StepContext context) =>
        RegionSums.Forward(Weights(context), regions, _pixels, Output.Batch, Output.Channels, Inputs[0].Data, Output.Data, Work(context), context.Pool);

    public override void Backward(StepContext context)
    {
        ReadOnlySpan<float> weights = Weights(context);
        if (ParameterMode(0) != GradientMode.Skip)
        {
            var gradient = context.Scratch.Slice(WorkLength + logits.Length, logits.Length);
            RegionSums.WeightGradient(Output.Gradient, Inputs[0].Data, regions, _pixels, Output.Batch, Output.Channels, gradient, Work(context), context.Pool);
            Softmax.Backward(false, weights, gradient, regions, _pixels, context.Gradient(logits), ParameterMode(0) == GradientMode.Accumulate, context.Pool);
        }
        if (InputMode(0) != GradientMode.Skip)
            RegionSums.Backward(weights, regions, _pixels, Output.Batch, Output.Channels, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }

    private Span<float> Weights(StepContext context)
    {
        var weights = context.Scratch.Slice(WorkLength, logits.Length);
        Softmax.Forward(false, logits.Values, regions, _pixels, weights, context.Pool);
        return weights;
    }

    private Span<float> Work(StepContext context) => context.Scratch[..WorkLength];
}
