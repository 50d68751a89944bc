namespace Striate.Kernels.Convolution;

/// <summary>A grouped pass as a gather: what does not change from task to task.</summary>
internal readonly struct GroupedProblem
{
    // Source rows of a block stay in the second-level cache while the vectors of groups pass over them.
    private const int BlockFloats = 128 * 1024;

    // Rows of a block; at both ends it spreads rows that its neighbours spread too.
    private const int LeastRows = 8;
    private const int WantedTasks = 16;

    public GroupedProblem(in ConvolutionShape shape, bool backward, int lanes, int tallRows)
    {
        (Batch, Lanes) = (shape.Batch, lanes);
        (Depth, Height, Width) = (new AxisGather(shape.Depth, backward), new AxisGather(shape.Height, backward), new AxisGather(shape.Width, backward));
        Spread = backward
            ? new GroupSpread(shape.Groups, shape.GroupOutputChannels, shape.GroupInputChannels, lanes)
            : new GroupSpread(shape.Groups, shape.GroupInputChannels, shape.GroupOutputChannels, lanes);
        (FirstRow, LastRow) = Height.Offsets();
        (FirstColumn, LastColumn) = Width.Offsets();
        var most = Width.Count(0);
        ColumnBlocks = (most + tallRows - 1) / tallRows;
        BlockColumns = ((most + ColumnBlocks - 1) / ColumnBlocks - 1) * Width.SourceStep + LastColumn - FirstColumn + 1;
        // Of the rows that a target row reads the first is overwritten by the first of the next.
        Ring = LastRow - FirstRow + 1;

        var rowFloats = Math.Max(1, Width.SourceSize * Spread.Groups * Spread.Sources * Depth.Taps);
        RowBlock = Math.Clamp(BlockFloats / rowFloats * Height.TargetStep / Height.SourceStep, Math.Min(LeastRows, Height.TargetSize), Height.TargetSize);
        VectorTasks = Math.Clamp(WantedTasks / PixelTasks, 1, Spread.Vectors);
        while (RowBlock > 1 && Tasks < WantedTasks) RowBlock = (RowBlock + 1) / 2;
    }

    public int Batch { get; }

    public int Lanes { get; }

    public AxisGather Depth { get; }

    public AxisGather Height { get; }

    public AxisGather Width { get; }

    public GroupSpread Spread { get; }

    /// <summary>The least and the greatest source element that a target reads, relative to its own.</summary>
    public int FirstRow { get; }

    public int LastRow { get; }

    public int FirstColumn { get; }

    public int LastColumn { get; }

    /// <summary>Register tiles along a row.</summary>
    public int ColumnBlocks { get; }

    /// <summary>Source pixels that a register tile reads of a row, at most.</summary>
    public int BlockColumns { get; }

    /// <summary>Spread source rows that are kept.</summary>
    public int Ring { get; }

    public int RowBlock { get; }

    public int RowBlocks => (Height.TargetSize + RowBlock - 1) / RowBlock;

    public int VectorTasks { get; }

    /// <summary>Blocks of rows; each is a task for each part of the vectors.</summary>
    public int PixelTasks => Batch * Depth.TargetSize * RowBlocks;

    public int Tasks => PixelTasks * VectorTasks;

    /// <summary>Phases along the width that have targets.</summary>
    public int Phases => Math.Min(Width.Phases, Width.TargetSize);

    public int Taps => Depth.Taps * Height.Taps * Width.Taps;

    /// <summary>Floats of a spread pixel.</summary>
    public int PixelFloats => Spread.Sources * Lanes;

    public int SourcePixels => Depth.SourceSize * Height.SourceSize * Width.SourceSize;

    public int TargetPixels => Depth.TargetSize * Height.TargetSize * Width.TargetSize;

    /// <summary>Floats of one worker: a tile, a list of segments, and the rings of each tap plane.</summary>
    public long WorkerFloats => TileFloats + SegmentFloats + (long)Depth.Taps * Ring * BlockColumns * PixelFloats;

    public int TileFloats => 16 * Lanes;

    /// <summary>Lists of segments and their lengths, one for each row of a block and phase.</summary>
    public int SegmentFloats => (RowBlock * Phases * (3 * Taps + 1) + 15) / 16 * 16;
}
