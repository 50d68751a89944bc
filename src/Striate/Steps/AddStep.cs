using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>y = activation(a + b), two maps of the same shape.</summary>
internal sealed class AddStep(Value left, Value right, Activation activation, float slope, Value output) : Step([left, right], output), IEpilogueStep
{
    public override string Kind => "add";

    public override bool MixesExamples => false;

    public override string Detail => activation == Activation.Identity ? "" : "+" + activation.ToString().ToLowerInvariant();

    public override bool BackwardReadsOutput => activation != Activation.Identity;

    public override bool OverwritesInput(int index) => true;

    public bool IsLinear => activation == Activation.Identity;

    public bool TakesActivation(Activation next, bool training) => IsLinear && !(training && next.ReadsInput());

    public bool TakesAddend(bool training) => false;

    public Step WithActivation(Activation next, float nextSlope, Value result) => new AddStep(Inputs[0], Inputs[1], next, nextSlope, result);

    public Step WithAddend(Value addend, Value result) => throw new InvalidOperationException("A sum of two maps takes no third.");

    public override bool IsCheap => true;

    public override void Forward(StepContext context) => Arithmetic.Add(Inputs[0].Data, Inputs[1].Data, activation, slope, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        var gradient = Output.Gradient;
        if (activation != Activation.Identity) Activations.Backward(activation, slope, Output.Data, gradient, gradient, accumulate: false, context.Pool);
        Gradients.Pass(Output, Inputs[0], InputMode(0), context.Pool);
        Gradients.Pass(Output, Inputs[1], InputMode(1), context.Pool);
    }
}
