using System.Runtime.InteropServices;
using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>Where the largest number of each window lies, as numbers.</summary>
internal sealed class MaxPlacesStep(PoolingShape shape, Value input, Value output) : Step([input], output)
{
    public override string Kind => "pool";

    public override bool MixesExamples => false;

    public override string Detail => "places of the maximum";

    public override void Forward(StepContext context)
    {
        // Found as whole numbers where the output lies, then written over by their values.
        var places = MemoryMarshal.Cast<float, int>(Output.Data);
        MaximumPlaces.Find(shape, Inputs[0].Data, places, context.Pool);
        for (var i = 0; i < places.Length; i++) Output.Data[i] = places[i];
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Write) Inputs[0].Gradient.Clear();
    }
}
