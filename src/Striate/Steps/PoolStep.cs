using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>The maximum, the average or the sum of windows.</summary>
internal sealed class PoolStep(PoolingShape shape, PoolStep.Rule rule, Value input, Value output) : Step([input], output)
{
    /// <summary>How a window becomes one number.</summary>
    internal enum Rule
    {
        /// <summary>The maximum.</summary>
        Maximum,

        /// <summary>The mean over the inputs in the window.</summary>
        Average,

        /// <summary>The mean over the whole window, padding counted as zeros.</summary>
        AverageWithPadding,

        /// <summary>The sum.</summary>
        Sum,
    }

    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => rule.ToString().ToLowerInvariant();

    public override bool ReadsSlice(int index) => true;

    public override bool WritesSlice => true;

    // The maximum's place is found again where x equals y: no indices are stored.
    public override bool BackwardReadsInput(int index) => rule == Rule.Maximum;

    public override bool BackwardReadsOutput => rule == Rule.Maximum;

    public override void Forward(StepContext context)
    {
        var (from, to) = (Inputs[0].PixelStride, Output.PixelStride);
        if (rule == Rule.Maximum) MaxPooling.Forward(shape, Inputs[0].Data, from, Output.Data, to, context.Pool);
        else if (rule == Rule.Sum) SumPooling.Forward(shape, Inputs[0].Data, from, Output.Data, to, context.Pool);
        else AveragePooling.Forward(shape, rule == Rule.AverageWithPadding, Inputs[0].Data, from, Output.Data, to, context.Pool);
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var (from, to, accumulate) = (Inputs[0].PixelStride, Output.PixelStride, InputMode(0) == GradientMode.Accumulate);
        if (rule == Rule.Maximum)
        {
            MaxPooling.Backward(shape, Inputs[0].Data, from, Output.Data, to, Output.Gradient, to, Inputs[0].Gradient, from, accumulate, context.Pool);
        }
        else if (rule == Rule.Sum)
        {
            SumPooling.Backward(shape, Output.Gradient, to, Inputs[0].Gradient, from, accumulate, context.Pool);
        }
        else
        {
            AveragePooling.Backward(shape, rule == Rule.AverageWithPadding, Output.Gradient, to, Inputs[0].Gradient, from, accumulate, context.Pool);
        }
    }
}
