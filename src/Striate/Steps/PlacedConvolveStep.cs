using Striate.Kernels.Convolution.Unshared;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>y = w(place) ⋆ x + b(place).</summary>
internal sealed class PlacedConvolveStep(UnsharedShape shape, Parameter weight, Parameter? bias, bool training, Value input, Value output)
    : Step([input], output, bias is null ? [weight] : [weight, bias])
{
    public override string Kind => "convolve";

    public override bool MixesExamples => false;

    public override string Detail => $"{(shape.Kernels == shape.Windows.OutputPixels ? "unshared" : "tiled")}, {shape.Kernels} kernels{(bias is null ? "" : " +bias")}";

    public override long MultiplyAccumulates => shape.Windows.MultiplyAccumulates;

    public override bool BackwardReadsInput(int index) => training && !weight.IsFrozen;

    public override long ScratchLength(int workers, bool training) => PlacedConvolution.ScratchLength(shape, workers);

    public override void Forward(StepContext context) =>
        PlacedConvolution.Forward(shape, Inputs[0].Data, weight.Values, bias is null ? default : bias.Values, Output.Data, context.Scratch, context.Pool);

    public override void Backward(StepContext context)
    {
        if (!weight.IsFrozen)
        {
            var biases = bias is null ? default : context.Gradient(bias);
            var accumulate = ParameterMode(0) == GradientMode.Accumulate;
            // The kernel adds to both or to neither; a bias that is the first of its name starts from zero.
            if (accumulate && bias is not null && ParameterMode(1) == GradientMode.Write) biases.Clear();
            PlacedConvolution.BackwardWeights(shape, Inputs[0].Data, Output.Gradient, context.Gradient(weight), biases, accumulate, context.Scratch, context.Pool);
        }
        if (InputMode(0) == GradientMode.Skip) return;
        PlacedConvolution.BackwardData(shape, Output.Gradient, weight.Values, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool);
    }
}
