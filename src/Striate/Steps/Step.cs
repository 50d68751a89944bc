using Striate.Parameters;

namespace Striate.Steps;

/// <summary>One piece of a plan's work: reads values and parameters, writes one value, and knows its backward rule.</summary>
/// <remarks>
/// Layers lower to steps; fusion, placement, threading and <c>summary --plan</c> see steps only. A step of your own derives from this class:
/// declare what <see cref="Backward"/> reads, write every element of the output, and honour <see cref="InputMode"/> and <see cref="ParameterMode"/>.
/// </remarks>
public abstract class Step
{
    private GradientMode[] _inputModes = [];
    private GradientMode[] _parameterModes = [];

    /// <summary>A step of a node.</summary>
    protected Step(IReadOnlyList<Value> inputs, Value output, IReadOnlyList<Parameter>? parameters = null)
    {
        Inputs = inputs;
        Output = output;
        Parameters = parameters ?? [];
    }

    /// <summary>The word for this kind of step in <c>summary --plan</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The node whose value this step completes.</summary>
    public string Name => Output.Name;

    /// <summary>What the forward pass reads.</summary>
    public IReadOnlyList<Value> Inputs { get; }

    /// <summary>What the forward pass writes, whole.</summary>
    public Value Output { get; }

    /// <summary>The parameters that the step reads; the learnt ones get gradients.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Chosen kernels and what was fused, for people.</summary>
    public virtual string Detail => "";

    /// <summary>The passes for which kernels compete, with what each is expected to cost; empty where there is no choice.</summary>
    public virtual IReadOnlyList<PassCost> Passes => [];

    /// <summary>Multiply–accumulates of the forward pass.</summary>
    public virtual long MultiplyAccumulates => 0;

    /// <summary>Floats of scratch memory that a pass needs.</summary>
    public virtual long ScratchLength(int workers, bool training) => 0;

    /// <summary>Whether an example's numbers may depend on other examples of its batch: then an inference plan must not run a large batch in parts.</summary>
    public virtual bool MixesExamples => true;

    /// <summary>Whether both passes take an input whose pixels lie further apart than its channels (<see cref="Value.PixelStride"/>), as the slices of a wider map do.</summary>
    public virtual bool ReadsSlice(int index) => false;

    /// <summary>Whether both passes take an output that is a slice of a wider map.</summary>
    public virtual bool WritesSlice => false;

    /// <summary>Whether the output may lie where an input lies: each of its numbers is read right before the output's number in its place is written.</summary>
    public virtual bool OverwritesInput(int index) => false;

    /// <summary>Whether the backward pass reads the numbers of an input.</summary>
    public virtual bool BackwardReadsInput(int index) => false;

    /// <summary>Whether the backward pass reads the numbers of the output.</summary>
    public virtual bool BackwardReadsOutput => false;

    /// <summary>Whether the forward pass costs little beside the memory of its output: training may be told to drop the output and compute it again (<see cref="Recompute"/>).</summary>
    public virtual bool IsCheap => false;

    /// <summary>Refreshes packed copies of parameters that have changed since.</summary>
    public virtual void Prepare(StepContext context)
    {
    }

    /// <summary>Writes <see cref="Output"/>.</summary>
    public abstract void Forward(StepContext context);

    /// <summary>Writes <see cref="Output"/> again in the backward pass, to the same bits and without any other effect.</summary>
    public virtual void Recompute(StepContext context) => Forward(context);

    /// <summary>Reads the gradient of <see cref="Output"/> (and may overwrite it) and writes those of parameters and, in their order, of inputs.</summary>
    /// <remarks>The order counts where two inputs are one value: the first then overwrites the gradient and the second adds to it.</remarks>
    public abstract void Backward(StepContext context);

    /// <summary>What to do with the gradient of an input.</summary>
    protected GradientMode InputMode(int index) => _inputModes[index];

    /// <summary>What to do with the gradient of a parameter.</summary>
    protected GradientMode ParameterMode(int index) => _parameterModes[index];

    internal void SetModes(GradientMode[] inputs, GradientMode[] parameters) => (_inputModes, _parameterModes) = (inputs, parameters);
}
