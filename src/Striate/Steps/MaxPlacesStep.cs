using System.Runtime.InteropServices;
using Striate.Kernels.Arrays;
using Striate.Kernels.Pooling;

namespace Striate.Steps;

/// <summary>Where the largest number of each window lies, as numbers.</summary>
internal sealed class MaxPlacesStep(PoolingShape shape, PlaceCounting counting, Value input, Value output) : Step([input], output)
{
    public override string Kind => "pool";

    public override bool MixesExamples => counting != PlaceCounting.EachMap;

    public override string Detail => "places of the maximum";

    // An int is as long as a float.
    public override long ScratchLength(int workers, bool training) => counting == PlaceCounting.EachMap ? 0 : Output.Length;

    public override void Forward(StepContext context)
    {
        if (counting != PlaceCounting.EachMap)
        {
            var pixels = MemoryMarshal.Cast<float, int>(context.Scratch[..(int)Output.Length]);
            MaximumPlaces.Find(shape, Inputs[0].Data, pixels, context.Pool);
            MaximumPlaces.Count(shape, pixels, Output.As<long>(), counting == PlaceCounting.AllMapsByColumns);
            return;
        }
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
