using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>y = x · factors: two maps of the same shape, or a map by one factor a channel.</summary>
internal sealed class MultiplyStep(Value map, Value factors, Value output) : Step([map, factors], output)
{
    private readonly int _pixels = map.Pixels / map.Batch;
    private readonly bool _same = factors.Length == map.Length;

    public override string Kind => "multiply";

    public override bool MixesExamples => false;

    public override string Detail => _same ? "" : "by channel";

    /// <summary>Whether the second input holds a factor for each channel of the first.</summary>
    public bool IsByChannel => !_same;

    public override bool OverwritesInput(int index) => index == 0;

    // Each side's gradient is made of the other.
    public override bool BackwardReadsInput(int index) => Inputs[1 - index].NeedsGradient;

    public override bool IsCheap => true;

    public override void Forward(StepContext context)
    {
        if (_same) Products.Multiply(Inputs[0].Data, Inputs[1].Data, Output.Data, accumulate: false, context.Pool);
        else Products.Scale(Inputs[0].Data, Inputs[1].Data, Output.Batch, _pixels, Output.Channels, Output.Data, accumulate: false, context.Pool);
    }

    public override void Backward(StepContext context)
    {
        var gradient = Output.Gradient;
        if (InputMode(0) is not GradientMode.Skip and var mode)
        {
            var accumulate = mode == GradientMode.Accumulate;
            if (_same) Products.Multiply(gradient, Inputs[1].Data, Inputs[0].Gradient, accumulate, context.Pool);
            else Products.Scale(gradient, Inputs[1].Data, Output.Batch, _pixels, Output.Channels, Inputs[0].Gradient, accumulate, context.Pool);
        }
        if (InputMode(1) is not GradientMode.Skip and var factorMode)
        {
            var accumulate = factorMode == GradientMode.Accumulate;
            if (_same) Products.Multiply(gradient, Inputs[0].Data, Inputs[1].Gradient, accumulate, context.Pool);
            else Products.ScaleGradient(Inputs[0].Data, gradient, Output.Batch, _pixels, Output.Channels, Inputs[1].Gradient, accumulate, context.Pool);
        }
    }
}
