using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>The largest number of each cluster of an example's features.</summary>
internal sealed class ClusterPoolStep(ClusterPoolingShape shape, Value input, Value output) : Step([input], output)
{
    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => $"{shape.Clusters} clusters of {shape.Features} features";

    public override long ScratchLength(int workers, bool training) => ClusterPooling.ScratchLength(shape, workers);

    public override bool BackwardReadsInput(int index) => true;

    public override void Forward(StepContext context) => ClusterPooling.Forward(shape, Inputs[0].Data, Output.Data, context.Scratch, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        ClusterPooling.Backward(shape, Inputs[0].Data, Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Scratch, context.Pool);
    }
}
