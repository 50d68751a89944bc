using Striate.Kernels.Arrays;
using Striate.Tensors;

namespace Striate.Steps.Arrays;

/// <summary>Numbers of one array where a truth says so, of another elsewhere.</summary>
internal sealed class SelectionStep : Step
{
    private readonly Broadcast _forward;
    private readonly Broadcast[] _backward;

    public SelectionStep(Value truths, Value left, Value right, Value output) : base([truths, left, right], output)
    {
        var (whole, condition, a, b) = (BroadcastStep.Sizes(output, output), BroadcastStep.Sizes(truths, output), BroadcastStep.Sizes(left, output), BroadcastStep.Sizes(right, output));
        _forward = new Broadcast(whole, condition, a, b);
        _backward = [new Broadcast(whole, condition, a), new Broadcast(whole, condition, b)];
    }

    public override string Kind => "selection";

    public override bool MixesExamples => false;

    public override bool BackwardReadsInput(int index) => index == 0;

    public override void Forward(StepContext context)
    {
        Output.Rows = Inputs[1].Rows ?? Inputs[2].Rows ?? Inputs[0].Rows;
        switch (Output.Type)
        {
            case ElementType.Float32: Run<float>(context); break;
            case ElementType.Int64: Run<long>(context); break;
            case ElementType.Int32: Run<int>(context); break;
            default: SelectionKernel.Run<byte>(_forward, Inputs[0].Bytes, Inputs[1].Bytes, Inputs[2].Bytes, Output.Bytes, context.Pool); break;
        }
    }

    public override void Backward(StepContext context)
    {
        for (var i = 1; i < 3; i++)
            if (InputMode(i) != GradientMode.Skip) SelectionKernel.Backward(i == 2, _backward[i - 1], Inputs[0].Bytes, Output.Gradient, Inputs[i].Gradient, InputMode(i) == GradientMode.Accumulate, context.Pool);
    }

    private void Run<T>(StepContext context) where T : unmanaged => SelectionKernel.Run<T>(_forward, Inputs[0].Bytes, Inputs[1].As<T>(), Inputs[2].As<T>(), Output.As<T>(), context.Pool);
}
