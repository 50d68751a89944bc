namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>What the targets of a row read: their taps, and where along the row all of them lie inside the source.</summary>
internal readonly unsafe struct DepthwiseGather(in ConvolutionShape shape, bool backward, int sourceStride)
{
    // Fields: a property would copy an axis at every use.
    public readonly AxisGather Depth = new(shape.Depth, backward);
    public readonly AxisGather Height = new(shape.Height, backward);
    public readonly AxisGather Width = new(shape.Width, backward);

    /// <summary>Floats from one example's sources to the next.</summary>
    public long ExampleLength => (long)Depth.SourceSize * Height.SourceSize * Width.SourceSize * sourceStride;

    /// <summary>Floats from the source of one target of a phase to that of the next.</summary>
    public nint Step => (nint)Width.SourceStep * sourceStride;

    /// <summary>Floats from an example's first source to the one that the taps of a row of targets are counted from.</summary>
    public nint RowBase(int row) => (nint)(row / Height.TargetStep * Height.SourceStep) * Width.SourceSize * sourceStride;

    /// <summary>Whether all taps of a row of targets exist; such rows of one phase and plane have the same list.</summary>
    public bool IsInner(int row)
    {
        for (var place = 0; place < Height.Taps; place++)
            if (Height.TryOffset(row % Height.TargetStep, place, out _) && !Height.TrySource(row, place, out _)) return false;
        return true;
    }

    /// <summary>The targets of a phase along a row, from and to, that have all of some taps; each of the others has taps of its own.</summary>
    public (int From, int To) Inner(in DepthwiseTaps taps, int phase)
    {
        var (least, most) = taps.Offsets();
        var total = Width.Count(phase);
        var from = Math.Clamp((-least + Width.SourceStep - 1) / Width.SourceStep, 0, total);
        return (from, most < Width.SourceSize ? Math.Clamp((Width.SourceSize - 1 - most) / Width.SourceStep + 1, from, total) : from);
    }

    /// <summary>Those of some taps that a target along a row has.</summary>
    public DepthwiseTaps Own(in DepthwiseTaps taps, int target, DepthwiseTap* list) => taps.Inside(list, target * Width.SourceStep, Width.SourceSize);

    /// <summary>Taps whose plane and row exist: those on rows that both lines read, then those of each line alone.</summary>
    public DepthwiseTaps List(int plane, int row, int lines, int phase, DepthwiseTap* list)
    {
        var next = row + Height.TargetStep;
        var origin = row / Height.TargetStep * Height.SourceStep;
        var taps = new DepthwiseTaps(list);
        if (lines == 2) taps.Both = List(plane, row, next, true, phase, origin, list);
        taps.First = List(plane, row, lines == 2 ? next : null, false, phase, origin, list + taps.Count);
        if (lines == 2) taps.Second = List(plane, next, row, false, phase, origin, list + taps.Count);
        return taps;
    }

    // Taps of one line on rows that another line reads too, or does not.
    private int List(int plane, int row, int? other, bool shared, int phase, int origin, DepthwiseTap* list)
    {
        var count = 0;
        for (var depthPlace = 0; depthPlace < Depth.Taps; depthPlace++)
        {
            if (!Depth.TrySource(plane, depthPlace, out var sourcePlane)) continue;
            for (var rowPlace = 0; rowPlace < Height.Taps; rowPlace++)
            {
                if (!Height.TrySource(row, rowPlace, out var sourceRow)) continue;
                var otherPlace = other is null ? -1 : PlaceOf(other.Value, sourceRow);
                if (otherPlace >= 0 != shared) continue;
                for (var place = 0; place < Width.Taps; place++)
                {
                    if (!Width.TryOffset(phase, place, out var offset)) continue;
                    list[count++] = new DepthwiseTap
                    {
                        Source = ((nint)(sourcePlane * Height.SourceSize + sourceRow - origin) * Width.SourceSize + offset) * sourceStride,
                        Weight = (depthPlace * Height.Taps + rowPlace) * Width.Taps + place,
                        NextWeight = (depthPlace * Height.Taps + otherPlace) * Width.Taps + place,
                        Offset = offset,
                    };
                }
            }
        }
        return count;
    }

    // The place of the tap through which a target row reads a source row; −1 if it does not.
    private int PlaceOf(int row, int sourceRow)
    {
        for (var place = 0; place < Height.Taps; place++)
            if (Height.TrySource(row, place, out var source) && source == sourceRow) return place;
        return -1;
    }
}
