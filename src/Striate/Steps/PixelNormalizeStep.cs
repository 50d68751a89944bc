using Striate.Kernels.Normalization;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>y = γ · (x − μ) / √(σ² + ε) + β with μ and σ² of the channels of each pixel.</summary>
internal sealed class PixelNormalizeStep(Parameter scale, Parameter shift, float epsilon, Value input, Value output) : Step([input], output, [scale, shift])
{
    public override string Kind => "normalize";

    public override bool MixesExamples => false;

    public override string Detail => "pixels";

    public override bool BackwardReadsInput(int index) => true;

    public override long ScratchLength(int workers, bool training) => training ? PixelNormalization.ScratchLength(Output.Pixels, Output.Channels) : 0;

    public override void Forward(StepContext context) =>
        PixelNormalization.Forward(Inputs[0].Data, Output.Pixels, Output.Channels, epsilon, scale.Values, shift.Values, Output.Data, context.Pool);

    public override void Backward(StepContext context) =>
        PixelNormalization.Backward(Inputs[0].Data, Output.Gradient, Output.Pixels, Output.Channels, epsilon, scale.Values,
            InputMode(0) == GradientMode.Skip ? default : Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate,
            context.Gradient(scale), context.Gradient(shift), ParameterMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool);
}
