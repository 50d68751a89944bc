using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>Each axis of the output shows places of the same axis of the input, or a constant.</summary>
internal sealed class AxisMapStep : Step
{
    private readonly AxisMap _map;
    private readonly byte[] _constant;
    private readonly string _kind;

    public AxisMapStep(string kind, IReadOnlyList<int[]> sources, Value input, Value output, double constant = 0) : base([input], output)
    {
        int[] examples = [.. Enumerable.Range(0, input.Batch)];
        _map = new AxisMap([input.Batch, .. input.Shape], [examples, .. sources]);
        (_kind, _constant) = (kind, ElementTypes.BytesOf(constant, input.Type));
    }

    public override string Kind => _kind;

    public override bool MixesExamples => false;

    public override void Forward(StepContext context) => _map.Run(Inputs[0].Bytes, Output.Bytes, _constant);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        if (InputMode(0) == GradientMode.Write) Inputs[0].Gradient.Clear();
        _map.Accumulate(Output.Gradient, Inputs[0].Gradient);
    }
}
