namespace Striate.Kernels.Convolution;

/// <summary>Along one axis, which source element a target element gathers through which tap; the forward and the backward-data pass are both gathers.</summary>
/// <remarks>
/// Forward: target t reads source t · stride + tap · dilation − padding. Backward data: target t reads source (t + padding − tap · dilation) / stride where that is
/// whole, so targets fall into <c>stride</c> phases, each a gather of stride 1 with its own taps. Target number j of a phase is <c>phase + j · TargetStep</c> and reads
/// source <c>j · SourceStep + offset(tap)</c>.
/// </remarks>
internal readonly struct AxisGather(WindowAxis axis, bool backward)
{
    public int TargetSize => backward ? axis.Input : axis.Output;

    public int SourceSize => backward ? axis.Output : axis.Input;

    public int Taps => axis.Kernel;

    public int Phases => backward ? axis.Stride : 1;

    public int TargetStep => Phases;

    public int SourceStep => backward ? 1 : axis.Stride;

    public int Count(int phase) => (TargetSize - phase + TargetStep - 1) / TargetStep;

    /// <summary>The source offset of the tap at a place in packed order; false if the phase does not use it.</summary>
    /// <remarks>Backward taps are packed in descending order, so that source offsets ascend in both passes and neighbouring taps are neighbours in memory.</remarks>
    public bool TryOffset(int phase, int place, out int offset)
    {
        if (!backward)
        {
            offset = place * axis.Dilation - axis.PaddingLow;
            return true;
        }
        var distance = phase + axis.PaddingLow - (axis.Kernel - 1 - place) * axis.Dilation;
        offset = distance >= 0 ? distance / axis.Stride : -((-distance + axis.Stride - 1) / axis.Stride);
        return offset * axis.Stride == distance;
    }

    /// <summary>The least and the greatest source offset of any phase.</summary>
    public (int Least, int Most) Offsets()
    {
        int least = int.MaxValue, most = int.MinValue;
        for (var phase = 0; phase < Phases; phase++)
        {
            for (var place = 0; place < Taps; place++)
            {
                if (TryOffset(phase, place, out var offset)) (least, most) = (Math.Min(least, offset), Math.Max(most, offset));
            }
        }
        return (least, most);
    }

    /// <summary>The source element that a target element reads through the tap at a place; false if there is none.</summary>
    public bool TrySource(int target, int place, out int source)
    {
        var (phase, number) = Phases == 1 ? (0, target) : (target % Phases, target / Phases);
        source = 0;
        if (!TryOffset(phase, place, out var offset)) return false;
        source = number * SourceStep + offset;
        return (uint)source < (uint)SourceSize;
    }
}
