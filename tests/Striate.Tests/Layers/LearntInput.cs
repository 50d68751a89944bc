using Striate.Layers;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Tests.Layers;

/// <summary>y = x + value, with a learnt number for each input of each example: its gradient is the gradient of what follows by its input.</summary>
internal sealed record LearntInput(int Batch) : Layer
{
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape;

    public override IReadOnlyList<ParameterSpec> Parameters(in LayerInputs inputs) =>
        [new ParameterSpec("value", inputs.Shape.WithBatch(Batch), ParameterRole.Weight, Initializer.Zeros)];

    public override Value Lower(Lowering lowering) => lowering.Add(new LearntStep(lowering.Parameter("value"), lowering.Input, lowering.NewValue(lowering.Input.Shape)));

    private sealed class LearntStep(Parameter value, Value input, Value output) : Step([input], output, [value])
    {
        public override string Kind => "learnt";

        public override void Forward(StepContext context)
        {
            var (x, y) = (Inputs[0], Output);
            for (var i = 0; i < y.Length; i++) y.Data[i] = x.Data[i] + Parameters[0].Values[i];
        }

        public override void Backward(StepContext context) => Output.Gradient.CopyTo(context.Gradient(Parameters[0]));
    }
}
