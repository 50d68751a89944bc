using System.Runtime.InteropServices;
using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>Values put where the largest numbers of a source lay, zeros elsewhere.</summary>
/// <remarks>Places are found again in both passes, so that none are kept between them; the source gets no gradient.</remarks>
internal sealed class MaxUnpoolStep(PoolingShape shape, Value values, Value source, Value output) : Step([values, source], output)
{
    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => "unpool maximum";

    public override bool BackwardReadsInput(int index) => index == 1;

    // An int is as long as a float.
    public override long ScratchLength(int workers, bool training) => Inputs[0].Length;

    public override void Forward(StepContext context) => MaximumPlaces.Put(shape, Places(context), Inputs[0].Data, Output.Data, context.Pool);

    public override void Backward(StepContext context)
    {
        if (InputMode(0) != GradientMode.Skip) MaximumPlaces.Take(shape, Places(context), Output.Gradient, Inputs[0].Gradient, InputMode(0) == GradientMode.Accumulate, context.Pool);
        if (InputMode(1) == GradientMode.Write) Inputs[1].Gradient.Clear();
    }

    private Span<int> Places(StepContext context)
    {
        var places = MemoryMarshal.Cast<float, int>(context.Scratch[..(int)Inputs[0].Length]);
        MaximumPlaces.Find(shape, Inputs[1].Data, places, context.Pool);
        return places;
    }
}
