using System.Numerics.Tensors;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>A bias for each channel at each location: y[n] = x[n] + b for every example n.</summary>
internal sealed class AddBiasMapStep(Parameter bias, Value input, Value output) : Step([input], output, [bias])
{
    public override string Kind => "bias";

    public override bool MixesExamples => false;

    public override string Detail => "per location";

    public override void Forward(StepContext context)
    {
        var length = bias.Length;
        for (var n = 0; n < Output.Batch; n++) TensorPrimitives.Add(Inputs[0].Data.Slice(n * length, length), bias.Values, Output.Data.Slice(n * length, length));
    }

    public override void Backward(StepContext context)
    {
        var length = bias.Length;
        var dy = Output.Gradient;
        if (!bias.IsFrozen)
        {
            var gradient = context.Gradient(bias);
            if (ParameterMode(0) == GradientMode.Write) gradient.Clear();
            for (var n = 0; n < Output.Batch; n++) TensorPrimitives.Add(gradient, dy.Slice(n * length, length), gradient);
        }
        Gradients.Pass(Output, Inputs[0], InputMode(0), context.Pool);
    }
}
