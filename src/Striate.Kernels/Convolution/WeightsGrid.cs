using System.Runtime.CompilerServices;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>The tasks of backward weights: a slot of pixels, times some columns (and rows, if flat) of the product x ᵀ · dy.</summary>
/// <remarks>
/// A slot's sums lie as [group][tap, input channel; one row of biases][output channel with zeros behind]. A task walks through its units of pixels: it copies the
/// unit's rows of x with zeros around them, so that a tap is an offset and neighbouring taps are neighbours in memory, and lets every register tile pass over them.
/// </remarks>
internal unsafe struct WeightsGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public WeightsProblem Problem;
    public float* Input;
    public int InputStride;
    public float* Gradient;
    public int GradientStride;
    public float* Slots;
    public float* Scratch;
    public bool WantsBias;

    public readonly void Run(int task, int worker)
    {
        var rowTask = task % Problem.RowTasks;
        var columnTask = task / Problem.RowTasks % Problem.ColumnTasks;
        var slot = task / Problem.RowTasks / Problem.ColumnTasks;
        var unitFrom = (int)((long)Problem.Units * slot / Problem.Slots);
        var unitTo = (int)((long)Problem.Units * (slot + 1) / Problem.Slots);
        var blockFrom = (int)((long)Problem.Columns.Count * columnTask / Problem.ColumnTasks);
        var blockTo = (int)((long)Problem.Columns.Count * (columnTask + 1) / Problem.ColumnTasks);
        var scratch = Scratch + worker * Problem.WorkerFloats;
        for (var group = 0; group < Problem.Shape.Groups; group++)
        {
            var sums = Slots + slot * Problem.SlotLength + (long)group * (Problem.Rows + 1) * Problem.Columns.Padded;
            var rowFrom = (int)((long)Problem.Rows * rowTask / Problem.RowTasks);
            var rowTo = (int)((long)Problem.Rows * (rowTask + 1) / Problem.RowTasks);
            var hasBias = WantsBias && rowTask == 0;
            Clear(sums, rowFrom, rowTo, hasBias, blockFrom, blockTo);
            for (var unit = unitFrom; unit < unitTo; unit++)
            {
                if (Problem.IsFlat) RunFlat(unit, unit + 1 < unitTo, group, sums, rowFrom, rowTo, hasBias, blockFrom, blockTo, scratch);
                else RunRows(unit, group, sums, hasBias, blockFrom, blockTo, scratch);
            }
        }
    }

    private readonly void Clear(float* sums, int rowFrom, int rowTo, bool hasBias, int blockFrom, int blockTo)
    {
        var (first, last) = (Problem.Columns.First(blockFrom), Problem.Columns.First(blockTo - 1) + Problem.Columns.Width(blockTo - 1));
        for (var row = rowFrom; row < rowTo; row++) new Span<float>(sums + (long)row * Problem.Columns.Padded + first, last - first).Clear();
        if (hasBias) new Span<float>(sums + (long)Problem.Rows * Problem.Columns.Padded + first, last - first).Clear();
    }

    private readonly void RunFlat(int unit, bool hasNext, int group, float* sums, int rowFrom, int rowTo, bool hasBias, int blockFrom, int blockTo, float* scratch)
    {
        var from = unit * Problem.UnitPixels;
        var pixels = Math.Min(Problem.UnitPixels, Problem.Shape.Width.Output - from);
        var input = Input + (long)from * InputStride + group * Problem.Channels;
        // Copies of x and dy in the order of use, read once from end to end: pixels many channels apart would defeat the prefetcher, and fall into few sets of the first-level cache.
        var rows = rowTo - rowFrom;
        var right = scratch + Problem.UnitPixels * Problem.TaskRows;
        var gradient = Gradient + (long)from * GradientStride + group * Problem.Columns.Columns;
        var panelStep = Problem.UnitPixels * 2 * TSimd.Count;
        var whole = Problem.Columns.Valid(blockTo - 1) == 2 * TSimd.Count ? blockTo : blockTo - 1;
        for (var pixel = 0; pixel < pixels; pixel++, input += InputStride, gradient += GradientStride)
        {
            Copy(input + rowFrom, rows, rows, scratch + pixel * rows);
            CopyBlocks(gradient + Problem.Columns.First(blockFrom), right + (nint)panelStep * blockFrom + pixel * 2 * TSimd.Count, whole - blockFrom, panelStep);
            if (whole == blockTo) continue;
            var (column, width) = (Problem.Columns.First(whole), Problem.Columns.Width(whole));
            Copy(gradient + column, Problem.Columns.Valid(whole), width, right + Problem.UnitPixels * column + pixel * width);
        }
        // While the tiles run, the pixels of the next unit come nearer: a share of them a tile.
        var (firstColumn, lastColumn) = (Problem.Columns.First(blockFrom), Problem.Columns.First(blockTo - 1) + Problem.Columns.Valid(blockTo - 1));
        var nextPixels = hasNext ? Math.Min(Problem.UnitPixels, Problem.Shape.Width.Output - from - pixels) : 0;
        var (shares, share) = (0, 0);
        for (var block = blockFrom; block < blockTo; block++) shares += TilesOf(rows, Problem.Columns.Width(block));
        for (var block = blockFrom; block < blockTo; block++)
        {
            var (column, width) = (Problem.Columns.First(block), Problem.Columns.Width(block));
            var panel = right + Problem.UnitPixels * column;
            var tiles = TilesOf(rows, width);
            for (var tile = 0; tile < tiles; tile++, share++)
            {
                for (var pixel = nextPixels * share / shares; pixel < nextPixels * (share + 1) / shares; pixel++)
                {
                    FetchLines(input + (long)pixel * InputStride + rowFrom, rows);
                    FetchLines(gradient + (long)pixel * GradientStride + firstColumn, lastColumn - firstColumn);
                }
                var (start, end) = (rows * tile / tiles, rows * (tile + 1) / tiles);
                Tile(scratch, rows, 0, panel, width, 0, 1, pixels, sums + (long)rowFrom * Problem.Columns.Padded + column, start, end - start, width);
            }
            if (hasBias) SumBias(panel, width, pixels, sums + (long)Problem.Rows * Problem.Columns.Padded + column, width);
        }
    }

    private static void FetchLines(float* from, int length)
    {
        // Cache lines of 16 floats, the last one for numbers that begin inside of one.
        for (var i = 0; i < length; i += 16) Prefetch.Near(from + i);
        Prefetch.Near(from + length - 1);
    }

    // A pixel's pairs of vectors, each to its panel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlocks(float* from, float* to, int blocks, nint step)
    {
        for (; blocks > 0; blocks--, from += 2 * TSimd.Count, to += step)
        {
            TSimd.Store(to, TSimd.Load(from));
            TSimd.Store(to + TSimd.Count, TSimd.Load(from + TSimd.Count));
        }
    }

    // Numbers with zeros behind them up to a width.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, int valid, int width, float* to)
    {
        var c = 0;
        for (; c <= valid - TSimd.Count; c += TSimd.Count) TSimd.Store(to + c, TSimd.Load(from + c));
        for (; c < valid; c++) to[c] = from[c];
        for (; c < width; c++) to[c] = 0;
    }

    private readonly void RunRows(int unit, int group, float* sums, bool hasBias, int blockFrom, int blockTo, float* scratch)
    {
        var shape = Problem.Shape;
        var rowFrom = unit % Problem.RowUnits * Problem.UnitRows;
        var rows = Math.Min(Problem.UnitRows, shape.Height.Output - rowFrom);
        var plane = unit / Problem.RowUnits % shape.Depth.Output;
        var example = unit / Problem.RowUnits / shape.Depth.Output;
        var gradientRow = ((long)example * shape.Depth.Output + plane) * shape.Height.Output + rowFrom;
        var pixels = rows * shape.Width.Output;
        var gradient = new Panels(Gradient + gradientRow * shape.Width.Output * GradientStride + group * Problem.Columns.Columns, 1, GradientStride);
        if (Problem.CopiesGradient) gradient = CopyGradient(gradient.Address, pixels, scratch + Problem.InputFloats, blockFrom, blockTo);
        var inputRow = rowFrom * shape.Height.Stride - shape.Height.PaddingLow;
        for (var depthTap = 0; depthTap < shape.Depth.Kernel; depthTap++)
        {
            var inputPlane = plane * shape.Depth.Stride - shape.Depth.PaddingLow + depthTap * shape.Depth.Dilation;
            if ((uint)inputPlane >= (uint)shape.Depth.Input) continue;
            CopyInput(example, inputPlane, inputRow, (rows - 1) * shape.Height.Stride + shape.Height.Extent, group, scratch);
            for (var rowTap = 0; rowTap < shape.Height.Kernel; rowTap++)
            {
                // Rows of the unit whose input row exists: the others would multiply zeros.
                var offset = inputRow + rowTap * shape.Height.Dilation;
                var first = offset >= 0 ? 0 : (-offset + shape.Height.Stride - 1) / shape.Height.Stride;
                var last = Math.Min(rows - 1, (shape.Height.Input - 1 - offset) >= 0 ? (shape.Height.Input - 1 - offset) / shape.Height.Stride : -1);
                if (first > last) continue;
                var left = scratch + ((long)first * shape.Height.Stride + (long)rowTap * shape.Height.Dilation) * Problem.PaddedWidth * Problem.Channels;
                RunTaps(left, gradient, first, last - first + 1, sums + (long)(depthTap * shape.Height.Kernel + rowTap) * shape.Width.Kernel * Problem.Channels * Problem.Columns.Padded, blockFrom, blockTo);
            }
        }
        if (!hasBias) return;
        for (var block = blockFrom; block < blockTo; block++)
        {
            var column = Problem.Columns.First(block);
            SumBias(gradient.Address + gradient.Offset * column, gradient.Stride(Problem.Columns.Width(block)), pixels, sums + (long)Problem.Rows * Problem.Columns.Padded + column, Problem.Columns.Width(block));
        }
    }

    // All taps of one kernel row: with dilation 1 one run of taps × channels, otherwise a run for each tap.
    private readonly void RunTaps(float* left, in Panels gradient, int firstRow, int rows, float* sums, int blockFrom, int blockTo)
    {
        var width = Problem.Shape.Width;
        var (runs, length) = width.Dilation == 1 ? (1, width.Kernel * Problem.Channels) : (width.Kernel, Problem.Channels);
        var leftRow = (nint)Problem.Shape.Height.Stride * Problem.PaddedWidth * Problem.Channels;
        for (var run = 0; run < runs; run++)
        {
            for (var block = blockFrom; block < blockTo; block++)
            {
                var column = Problem.Columns.First(block);
                var stride = gradient.Stride(Problem.Columns.Width(block));
                var right = gradient.Address + gradient.Offset * column + (long)firstRow * width.Output * stride;
                Tiles(left + (long)run * width.Dilation * Problem.Channels, (nint)width.Stride * Problem.Channels, leftRow, right, stride, (nint)width.Output * stride,
                    rows, width.Output, sums + (long)run * length * Problem.Columns.Padded + column, 0, length, Problem.Columns.Width(block));
            }
        }
    }

    private readonly void Tiles(float* left, nint leftStep, nint leftRow, float* right, nint rightStep, nint rightRow, int rows, int pixels, float* sums, int from, int to, int width)
    {
        var tiles = TilesOf(to - from, width);
        for (var tile = 0; tile < tiles; tile++)
        {
            var start = from + (int)((long)(to - from) * tile / tiles);
            var height = from + (int)((long)(to - from) * (tile + 1) / tiles) - start;
            Tile(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, sums, start, height, width);
        }
    }

    private static int TilesOf(int rows, int width)
    {
        var most = width == TSimd.Count ? TSimd.TallRows : TSimd.WideRows;
        return (rows + most - 1) / most;
    }

    private readonly void Tile(float* left, nint leftStep, nint leftRow, float* right, nint rightStep, nint rightRow, int rows, int pixels, float* sums, int start, int height, int width)
    {
        var target = sums + (long)start * Problem.Columns.Padded;
        if (width == TSimd.Count) OuterTile<TVector, TSimd>.RunTall(height, left + start, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, target, Problem.Columns.Padded);
        else OuterTile<TVector, TSimd>.RunWide(height, left + start, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, target, Problem.Columns.Padded);
    }

    private static void SumBias(float* right, nint stride, int pixels, float* sums, int width)
    {
        for (var c = 0; c < width; c += TSimd.Count)
        {
            var sum = TSimd.Load(sums + c);
            for (var pixel = 0; pixel < pixels; pixel++) sum = TSimd.Add(sum, TSimd.Load(right + pixel * stride + c));
            TSimd.Store(sums + c, sum);
        }
    }

    // A panel of pixels for each block of columns: whole vectors, and pixels of many groups would fall into few sets of the first-level cache.
    private readonly Panels CopyGradient(float* gradient, int pixels, float* copy, int blockFrom, int blockTo)
    {
        for (var block = blockFrom; block < blockTo; block++)
        {
            var column = Problem.Columns.First(block);
            Pixels.Copy<TVector, TSimd>(gradient + column, GradientStride, Problem.Columns.Valid(block), pixels, copy + (long)pixels * column, Problem.Columns.Width(block));
        }
        return new Panels(copy, pixels, 0);
    }

    private readonly void CopyInput(int example, int plane, int firstRow, int rows, int group, float* to)
    {
        var shape = Problem.Shape;
        var channels = Problem.Channels;
        for (var i = 0; i < rows; i++, to += (long)Problem.PaddedWidth * channels)
        {
            var row = firstRow + i;
            if ((uint)row >= (uint)shape.Height.Input) continue;
            var from = Input + (((long)example * shape.Depth.Input + plane) * shape.Height.Input + row) * shape.Width.Input * InputStride + group * channels;
            new Span<float>(to, shape.Width.PaddingLow * channels).Clear();
            var inner = to + shape.Width.PaddingLow * channels;
            if (InputStride == channels)
            {
                new ReadOnlySpan<float>(from, shape.Width.Input * channels).CopyTo(new Span<float>(inner, shape.Width.Input * channels));
            }
            else
            {
                Pixels.Copy<TVector, TSimd>(from, InputStride, channels, shape.Width.Input, inner, channels);
            }
            new Span<float>(inner + shape.Width.Input * channels, shape.Width.PaddingHigh * channels).Clear();
        }
    }

    /// <summary>Rows of dy: where they lie, or copied as a panel for each block of columns.</summary>
    /// <param name="address">The first column of the first pixel.</param>
    /// <param name="offset">Floats from a column of the first pixel to the next, on the average of blocks.</param>
    /// <param name="stride">Floats from one pixel to the next; 0 for panels, whose pixels are as far apart as they are wide.</param>
    private readonly struct Panels(float* address, long offset, int stride)
    {
        public float* Address => address;

        public long Offset => offset;

        public int Stride(int width) => stride == 0 ? width : stride;
    }
}
