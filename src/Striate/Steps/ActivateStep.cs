using Striate.Kernels.Elementwise;

namespace Striate.Steps;

/// <summary>y = activation(x), element by element, where no producer could take the activation into its epilogue.</summary>
internal sealed class ActivateStep(Activation activation, float slope, Value input, Value output) : Step([input], output)
{
    public Activation Activation => activation;

    public float Slope => slope;

    public override string Kind => "activate";

    public override bool MixesExamples => false;

    public override string Detail => activation.ToString().ToLowerInvariant();

    public override bool OverwritesInput(int index) => true;

    public override bool BackwardReadsOutput => !activation.ReadsInput();

    public override bool BackwardReadsInput(int index) => activation.ReadsInput();

    public override bool IsCheap => true;

    public override void Forward(StepContext context) => Activations.Forward(activation, slope, Inputs[0].Data, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var known = activation.ReadsInput() ? Inputs[0].Data : Output.Data;
        Activations.Backward(activation, slope, known, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
    }
}
