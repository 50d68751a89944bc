using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>The maximum or the average of windows whose size follows from the number of outputs.</summary>
internal sealed class AdaptivePoolStep(AdaptivePoolingShape shape, bool maximum, Value input, Value output) : Step([input], output)
{
    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => maximum ? "adaptive maximum" : "adaptive average";

    // The maximum's place is found again where x equals y: no indices are stored.
    public override bool BackwardReadsInput(int index) => maximum;

    public override bool BackwardReadsOutput => maximum;

    public override void Forward(StepContext context) => AdaptivePooling.Forward(shape, maximum, Inputs[0].Data, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var accumulate = InputMode(0) == GradientMode.Accumulate;
        if (maximum) AdaptivePooling.MaximumBackward(shape, Inputs[0].Data, Output.Data, Output.Gradient, Inputs[0].Gradient, accumulate, context.Pool);
        else AdaptivePooling.AverageBackward(shape, Output.Gradient, Inputs[0].Gradient, accumulate, context.Pool);
    }
}
