using Striate.Layers;
using Striate.Steps;
using Striate.Tensors;

namespace CustomParts;

/// <summary>A layer of one's own with a step of one's own: y = x², dy/dx = 2x.</summary>
internal sealed record Square : Layer
{
    public override Shape OutputShape(in LayerInputs inputs) => inputs.Shape;

    public override Value Lower(Lowering lowering) => lowering.Add(new SquareStep(lowering.Input, lowering.NewValue(lowering.Input.Shape, lowering.Input.Storage)));

    private sealed class SquareStep(Value input, Value output) : Step([input], output)
    {
        public override string Kind => "square";

        public override bool BackwardReadsInput(int index) => true;

        public override void Forward(StepContext context)
        {
            var x = Inputs[0].Data;
            var y = Output.Data;
            for (var i = 0; i < x.Length; i++) y[i] = x[i] * x[i];
        }

        public override void Backward(StepContext context)
        {
            if (InputMode(0) == GradientMode.Skip) return;
            var x = Inputs[0].Data;
            var dy = Output.Gradient;
            var dx = Inputs[0].Gradient;
            for (var i = 0; i < x.Length; i++) dx[i] = (InputMode(0) == GradientMode.Accumulate ? dx[i] : 0) + 2 * x[i] * dy[i];
        }
    }
}
