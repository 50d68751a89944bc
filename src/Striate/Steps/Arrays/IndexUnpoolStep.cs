namespace Striate.Steps.Arrays;

/// <summary>Values put where indices say.</summary>
internal sealed class IndexUnpoolStep(int[] counted, Value values, Value indices, Value output) : Step([values, indices], output)
{
    public override string Kind => "scatter";

    public override bool BackwardReadsInput(int index) => index == 1;

    public override void Forward(StepContext context)
    {
        Output.Data.Clear();
        var from = Inputs[0].Data;
        var to = Output.Data;
        var indices = Inputs[1].As<long>();
        for (var i = 0; i < indices.Length; i++) to[Place(indices[i])] = from[i];
    }

    public override void Backward(StepContext context)
    {
        if (InputMode(0) == GradientMode.Skip) return;
        var from = Output.Gradient;
        var to = Inputs[0].Gradient;
        var indices = Inputs[1].As<long>();
        var adds = InputMode(0) == GradientMode.Accumulate;
        for (var i = 0; i < indices.Length; i++) to[i] = from[Place(indices[i])] + (adds ? to[i] : 0);
    }

    // From n, c, y, x to n, y, x, c of the larger map.
    private int Place(long index)
    {
        var (rest, pixel, stride) = (index, 0L, 1L);
        for (var axis = counted.Length - 1; axis >= 0; axis--)
        {
            (rest, var at) = Math.DivRem(rest, counted[axis]);
            pixel += at * stride;
            stride *= Output.Shape[axis];
        }
        var (example, channel) = Math.DivRem(rest, Output.Channels);
        if (index < 0 || example >= Output.Batch) throw new ArgumentException($"The index {index} of '{Name}' lies outside {Output.Batch}×{Output.Channels}×{string.Join('×', counted)}.");
        return (int)((example * stride + pixel) * Output.Channels + channel);
    }
}
