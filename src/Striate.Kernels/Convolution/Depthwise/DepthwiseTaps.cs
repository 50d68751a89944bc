namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>The taps of a tile: those read for both lines, then those of the first alone, then those of the second alone.</summary>
internal unsafe struct DepthwiseTaps(DepthwiseTap* taps)
{
    public readonly DepthwiseTap* List = taps;

    public int Both;

    public int First;

    public int Second;

    public readonly int Count => Both + First + Second;

    /// <summary>The least and the largest offset along the row; zeros without taps.</summary>
    public readonly (int Least, int Most) Offsets()
    {
        if (Count == 0) return (0, 0);
        var (least, most) = (int.MaxValue, int.MinValue);
        for (var t = 0; t < Count; t++) (least, most) = (Math.Min(least, List[t].Offset), Math.Max(most, List[t].Offset));
        return (least, most);
    }

    /// <summary>Those whose pixel exists for a target in a row of a number of source pixels.</summary>
    public readonly DepthwiseTaps Inside(DepthwiseTap* list, int source, int size)
    {
        var inside = new DepthwiseTaps(list);
        for (var t = 0; t < Count; t++)
        {
            if ((uint)(source + List[t].Offset) >= (uint)size) continue;
            list[inside.Count] = List[t];
            if (t < Both) inside.Both++;
            else if (t < Both + First) inside.First++;
            else inside.Second++;
        }
        return inside;
    }
}
