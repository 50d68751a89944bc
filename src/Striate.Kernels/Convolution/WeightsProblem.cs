namespace Striate.Kernels.Convolution;

/// <summary>A backward-weights pass: how pixels are cut into units and slots, and channels into tasks. All of it depends on the shape alone.</summary>
internal readonly struct WeightsProblem
{
    // x and dy of a unit stay in the first-level cache while all tiles of the weights pass over them.
    private const int UnitFloats = 10 * 1024;

    // Fewer pixels between loading and storing a register tile would cost more than reading them from the second-level cache.
    private const int LeastPixels = 32;

    // The longer a run of pixels, the rarer a register tile is loaded and stored; a block of dy (two vectors wide, 12 KB) stays in the first-level cache, the unit in the second.
    private const int FlatFloats = 96 * 1024;
    private const int FlatPixels = 96;

    // Sums of a slot are added in the order of slots, so that bits do not depend on who computed them; each slot costs a copy of the weights.
    private const int MostSlots = 16;
    private const long SlotFloats = 2 * 1024 * 1024;
    private const int WantedTasks = 16;

    // 128 KB of sums.
    private const int TaskFloats = 32 * 1024;

    public WeightsProblem(in ConvolutionShape shape, int lanes)
    {
        Shape = shape;
        Columns = new ColumnBlocks(shape.GroupOutputChannels, lanes);
        Channels = shape.GroupInputChannels;
        Rows = shape.Taps * Channels;
        PaddedWidth = shape.Width.Input + shape.Width.PaddingLow + shape.Width.PaddingHigh;
        IsFlat = shape.Batch == 1 && shape.Taps == 1 && shape.OutputPixels == shape.Width.Output && shape.Width is { Stride: 1, PaddingLow: 0, PaddingHigh: 0 };
        var perRow = shape.Width.Output * Columns.Padded + PaddedWidth * Channels * Math.Min(shape.Height.Stride, shape.Height.Extent);
        UnitRows = IsFlat ? 1 : Math.Clamp(Math.Max(UnitFloats / Math.Max(perRow, 1), (LeastPixels + shape.Width.Output - 1) / shape.Width.Output), 1, shape.Height.Output);
        TaskRows = Math.Min(Rows, Math.Max(24, TaskFloats / Columns.Padded / 24 * 24));
        UnitPixels = IsFlat ? Math.Clamp(FlatFloats / (TaskRows + Columns.Padded), 16, FlatPixels) : shape.Width.Output;
        RowUnits = (shape.Height.Output + UnitRows - 1) / UnitRows;
        Units = IsFlat ? (shape.Width.Output + UnitPixels - 1) / UnitPixels : shape.Batch * shape.Depth.Output * RowUnits;
        SlotLength = (long)shape.Groups * (Rows + 1) * Columns.Padded;

        var most = (int)Math.Clamp(SlotFloats / SlotLength, 1, MostSlots);
        if (IsFlat)
        {
            // Rows are cut first: a task's sums stay in the second-level cache, and it reads whole pixels of dy. 24 rows are two register tiles.
            // Whole fours, so that few threads end together.
            RowTasks = (Rows + TaskRows - 1) / TaskRows;
            if (RowTasks > 4) RowTasks = (RowTasks + 3) / 4 * 4;
            Slots = Math.Min(Math.Min(most, Units), Math.Max(1, WantedTasks / RowTasks));
            ColumnTasks = Math.Clamp(WantedTasks / 2 / (RowTasks * Slots), 1, Columns.Count);
        }
        else
        {
            RowTasks = 1;
            Slots = Math.Min(most, Units);
            ColumnTasks = Slots < WantedTasks / 2 ? Math.Min(Columns.Count, WantedTasks / 2 / Slots) : 1;
        }
    }

    public ConvolutionShape Shape { get; }

    public ColumnBlocks Columns { get; }

    public int Channels { get; }

    /// <summary>Rows of the product: taps × input channels of a group; one more row holds the biases.</summary>
    public int Rows { get; }

    public int PaddedWidth { get; }

    /// <summary>One long row of pixels: a 1×1 convolution or a dense layer.</summary>
    public bool IsFlat { get; }

    /// <summary>Whether rows of dy are copied: where they lie, a vector would reach into what is not the group's.</summary>
    public bool CopiesGradient => Shape.Groups > 1 || Columns.Columns != Columns.Padded;

    public int UnitRows { get; }

    public int UnitPixels { get; }

    public int RowUnits { get; }

    public int Units { get; }

    public int Slots { get; }

    public long SlotLength { get; }

    public int ColumnTasks { get; }

    public int RowTasks { get; }

    /// <summary>Rows of a flat task: its sums with all columns stay in the second-level cache, and so does a unit of x.</summary>
    public int TaskRows { get; }

    public int Tasks => Slots * ColumnTasks * RowTasks;

    public int InputRows => (UnitRows - 1) * Shape.Height.Stride + Shape.Height.Extent;

    /// <summary>Floats of one worker: padded rows of x, then rows of dy with whole vectors; if flat a unit of both.</summary>
    public long WorkerFloats => IsFlat ? (long)UnitPixels * (TaskRows + Columns.Padded) + 16 : InputFloats + (long)UnitRows * Shape.Width.Output * Columns.Padded + 16;

    public long InputFloats => ((long)InputRows * Shape.Depth.Kernel * PaddedWidth * Channels + 15) / 16 * 16;
}
