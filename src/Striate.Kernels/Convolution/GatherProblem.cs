namespace Striate.Kernels.Convolution;

/// <summary>A forward or backward-data pass as a gather, with everything about it that does not change from task to task.</summary>
internal readonly struct GatherProblem
{
    // A block of source rows of this size stays in the second-level cache beside the weights of one register block.
    private const int SourceBlockFloats = 48 * 1024;

    // Pixels of a long row, in and out, that stay in the second-level cache while the blocks of channels pass over them.
    private const int RowFloats = 96 * 1024;

    // 16 MiB: half of a large last-level cache, which holds inputs and weights as well.
    private const long CacheFloats = 4 * 1024 * 1024;

    // 4 MiB.
    private const long NearCacheFloats = 1024 * 1024;

    // Enough tasks for many cores; more would only shorten rows.
    private const int WantedTasks = 32;
    private const int WantedMapTasks = 16;

    public GatherProblem(in ConvolutionShape shape, bool backward, int lanes, bool mapsInput = false)
        : this(shape, backward, lanes, TargetBlock.One, mapsInput)
    {
    }

    public GatherProblem(in ConvolutionShape shape, bool backward, int lanes, TargetBlock block, bool mapsInput = false)
    {
        (Batch, Groups, Block) = (shape.Batch, shape.Groups, block);
        (Depth, Height, Width) = (new AxisGather(shape.Depth, backward), new AxisGather(shape.Height, backward), new AxisGather(shape.Width, backward));
        (TargetHeight, TargetWidth) = (Height.TargetSize, Width.TargetSize);
        (Height, Width) = (TargetBlock.Axis(Height, block.Rows), TargetBlock.Axis(Width, block.Columns));
        SourceChannels = backward ? shape.GroupOutputChannels : shape.GroupInputChannels;
        TargetChannels = backward ? shape.GroupInputChannels : shape.GroupOutputChannels;
        Columns = new ColumnBlocks(TargetChannels * block.Pixels, lanes);
        (Low, High) = ColumnPadding(Width);
        Direct = Low == 0 && High == 0;
        HasRuns = Width.Phases == 1 && (Width.Taps == 1 || Width.TryOffset(0, 0, out var first) && Width.TryOffset(0, 1, out var second) && second == first + 1);

        var rowFloats = (Width.SourceSize + Low + High) * SourceChannels;
        RowBlock = Height.TargetSize;
        while (RowBlock > 1 && ((long)SourceRows(RowBlock) * Depth.Taps * rowFloats > SourceBlockFloats || Batch * Depth.TargetSize * RowBlocks(RowBlock) < WantedTasks / 2)) RowBlock = (RowBlock + 1) / 2;
        ScratchRows = Direct ? 0 : SourceRows(RowBlock) * Depth.Taps;
        PaddedRowFloats = rowFloats;

        var rowTasks = Batch * Depth.TargetSize * RowBlocks(RowBlock);
        ColumnBlock = Width.TargetSize;
        // Only rows that are read in place can be cut: 48 pixels are whole tiles of 6, 12 and 16.
        if (Direct && Width.Phases == 1)
            while (ColumnBlock > 96 && (rowTasks * ((Width.TargetSize + ColumnBlock - 1) / ColumnBlock) < WantedTasks || (long)ColumnBlock * (SourceChannels + Columns.Columns) * Groups > RowFloats))
                ColumnBlock = ((ColumnBlock + 1) / 2 + 47) / 48 * 48;
        // Pixels that are mapped first are cut shorter, so that no part of the channels has to map them again: 12 and 24 are whole tiles.
        MapsInput = mapsInput;
        if (mapsInput) ColumnBlock = Math.Max(24, Math.Min((Width.TargetSize / WantedMapTasks + 11) / 12, RowFloats / 12 / (SourceChannels + Columns.Columns)) * 12);
        PixelTasks = rowTasks * ((Width.TargetSize + ColumnBlock - 1) / ColumnBlock);
        ChannelTasks = mapsInput ? 1 : Math.Min(Columns.Count, Math.Max(1, WantedTasks / 2 / PixelTasks));
    }

    /// <summary>Whether the target is so large that little of it would wait in the cache for its reader: stores past the caches spare reading it first.</summary>
    public bool Streams => (long)Batch * TargetPixels * TargetChannels * Groups > CacheFloats;

    /// <summary>Whether pixels are asked for before they are read: short runs in a map that the second-level cache does not hold.</summary>
    public bool Fetches => Direct && !MapsInput && Taps == 1 && (long)Batch * SourcePixels * SourceChannels * Groups > NearCacheFloats;

    public int Batch { get; }

    public int Groups { get; }

    /// <summary>Target pixels that are the columns of one product; with more than one, rows and columns of targets are rows and columns of blocks.</summary>
    public TargetBlock Block { get; }

    public AxisGather Depth { get; }

    public AxisGather Height { get; }

    public AxisGather Width { get; }

    /// <summary>Target pixels along the axes, whatever the blocks.</summary>
    public int TargetHeight { get; }

    public int TargetWidth { get; }

    public int SourceChannels { get; }

    public int TargetChannels { get; }

    public ColumnBlocks Columns { get; }

    public int Taps => Depth.Taps * Height.Taps * Width.Taps;

    /// <summary>Zero columns before and behind a source row.</summary>
    public int Low { get; }

    public int High { get; }

    /// <summary>Whether source rows are read where they lie; otherwise they are copied with zeros around them.</summary>
    public bool Direct { get; }

    /// <summary>Whether source pixels pass through an <see cref="InputMap"/> into scratch memory.</summary>
    public bool MapsInput { get; }

    /// <summary>Floats of mapped pixels.</summary>
    public long MappedFloats => MapsInput ? (long)ColumnBlock * SourceChannels : 0;

    /// <summary>Whether neighbouring taps of a row read neighbouring source elements.</summary>
    public bool HasRuns { get; }

    public int RowBlock { get; }

    public int ScratchRows { get; }

    public int PaddedRowFloats { get; }

    public int ColumnBlock { get; }

    public int PixelTasks { get; }

    public int ChannelTasks { get; }

    public int Tasks => PixelTasks * ChannelTasks;

    public int SourcePixels => Depth.SourceSize * Height.SourceSize * Width.SourceSize;

    public int TargetPixels => Depth.TargetSize * TargetHeight * TargetWidth;

    private int RowBlocks(int rows) => (Height.TargetSize + rows - 1) / rows;

    // Source rows that a block of target rows reads, at most.
    private int SourceRows(int targetRows)
    {
        var (least, most) = Height.Offsets();
        return Math.Min(Height.SourceSize, (targetRows - 1) / Height.TargetStep * Height.SourceStep + most - least + 1);
    }

    private static (int Low, int High) ColumnPadding(AxisGather axis)
    {
        int low = 0, high = 0;
        for (var phase = 0; phase < Math.Min(axis.Phases, axis.TargetSize); phase++)
        {
            for (var place = 0; place < axis.Taps; place++)
            {
                if (!axis.TryOffset(phase, place, out var offset)) continue;
                low = Math.Max(low, -offset);
                high = Math.Max(high, (axis.Count(phase) - 1) * axis.SourceStep + offset - (axis.SourceSize - 1));
            }
        }
        return (low, high);
    }
}
