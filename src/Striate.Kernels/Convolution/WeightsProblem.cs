namespace Striate.Kernels.Convolution;

/// <summary>A backward-weights pass: how pixels are cut into units and slots, and channels into tasks. All of it depends on the shape alone.</summary>
internal readonly struct WeightsProblem
{
    // x and dy of a unit stay in the first-level cache while all tiles of the weights pass over them.
    private const int UnitFloats = 10 * 1024;

    // Sums of a slot are added in the order of slots, so that bits do not depend on who computed them; each slot costs a copy of the weights.
    private const int MostSlots = 16;
    private const long SlotFloats = 2 * 1024 * 1024;

    public WeightsProblem(in ConvolutionShape shape, int lanes)
    {
        Shape = shape;
        Columns = new ColumnBlocks(shape.GroupOutputChannels, lanes);
        Channels = shape.GroupInputChannels;
        Rows = shape.Taps * Channels;
        PaddedWidth = shape.Width.Input + shape.Width.PaddingLow + shape.Width.PaddingHigh;
        IsFlat = shape.Batch == 1 && shape.Taps == 1 && shape.OutputPixels == shape.Width.Output && shape.Width is { Stride: 1, PaddingLow: 0, PaddingHigh: 0 };
        var perRow = shape.Width.Output * shape.OutputChannels + PaddedWidth * shape.InputChannels * Math.Min(shape.Height.Stride, shape.Height.Extent);
        UnitRows = IsFlat ? 1 : Math.Clamp(UnitFloats / Math.Max(perRow, 1), 1, shape.Height.Output);
        UnitPixels = IsFlat ? Math.Clamp(UnitFloats / (shape.InputChannels + shape.OutputChannels), 16, 256) : shape.Width.Output;
        RowUnits = (shape.Height.Output + UnitRows - 1) / UnitRows;
        Units = IsFlat ? (shape.Width.Output + UnitPixels - 1) / UnitPixels : shape.Batch * shape.Depth.Output * RowUnits;
        SlotLength = (long)shape.Groups * (Rows + 1) * Columns.Padded;

        ColumnTasks = IsFlat ? Columns.Count : 1;
        var most = (int)Math.Clamp(SlotFloats / SlotLength, 1, MostSlots);
        Slots = IsFlat && ColumnTasks * RowTasksOf(Rows) >= 8 ? Math.Min(most, Math.Max(1, shape.Width.Output / 2048)) : Math.Min(most, Units);
        if (!IsFlat && Slots < 8) ColumnTasks = Math.Min(Columns.Count, 8 / Slots);
        RowTasks = IsFlat ? RowTasksOf(Rows) : 1;
    }

    public ConvolutionShape Shape { get; }

    public ColumnBlocks Columns { get; }

    public int Channels { get; }

    /// <summary>Rows of the product: taps × input channels of a group; one more row holds the biases.</summary>
    public int Rows { get; }

    public int PaddedWidth { get; }

    /// <summary>One long row of pixels: a 1×1 convolution or a dense layer.</summary>
    public bool IsFlat { get; }

    public int UnitRows { get; }

    public int UnitPixels { get; }

    public int RowUnits { get; }

    public int Units { get; }

    public int Slots { get; }

    public long SlotLength { get; }

    public int ColumnTasks { get; }

    public int RowTasks { get; }

    public int Tasks => Slots * ColumnTasks * RowTasks;

    public int InputRows => (UnitRows - 1) * Shape.Height.Stride + Shape.Height.Extent;

    /// <summary>Floats of one worker: padded rows of x, then rows of dy with whole vectors.</summary>
    public long WorkerFloats => IsFlat ? (long)UnitPixels * Columns.Padded + 16 : InputFloats + (long)UnitRows * Shape.Width.Output * Columns.Padded + 16;

    public long InputFloats => ((long)InputRows * Shape.Depth.Kernel * PaddedWidth * Channels + 15) / 16 * 16;

    private static int RowTasksOf(int rows) => Math.Clamp(rows / 64, 1, 8);
}
