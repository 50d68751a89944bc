using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>The maximum or the average of windows.</summary>
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
    }

    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => rule.ToString().ToLowerInvariant();

    // The maximum's place is found again where x equals y: no indices are stored.
    public override bool BackwardReadsInput(int index) => rule == Rule.Maximum;

    public override bool BackwardReadsOutput => rule == Rule.Maximum;

    public override void Forward(StepContext context)
    {
        var channels = shape.Channels;
        if (rule == Rule.Maximum) MaxPooling.Forward(shape, Inputs[0].Data, channels, Output.Data, channels, context.Pool);
        else AveragePooling.Forward(shape, rule == Rule.AverageWithPadding, Inputs[0].Data, channels, Output.Data, channels, context.Pool);
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var (channels, accumulate) = (shape.Channels, InputMode(0) == GradientMode.Accumulate);
        if (rule == Rule.Maximum)
        {
            MaxPooling.Backward(shape, Inputs[0].Data, channels, Output.Data, channels, Output.Gradient, channels, Inputs[0].Gradient, channels, accumulate, context.Pool);
        }
        else
        {
            AveragePooling.Backward(shape, rule == Rule.AverageWithPadding, Output.Gradient, channels, Inputs[0].Gradient, channels, accumulate, context.Pool);
        }
    }
}
