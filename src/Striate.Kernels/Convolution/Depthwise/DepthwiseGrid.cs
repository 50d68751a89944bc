using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>The tasks of a depthwise gather: a block of target rows of one example, two rows at a time; what a pixel's taps are is found once for all channels.</summary>
internal unsafe struct DepthwiseGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Outputs of a task of this size are still in the second-level cache when their sums are taken.
    private const int BlockFloats = 96 * 1024;
    private const int WantedTasks = 16;

    public DepthwiseGather Gather;
    public int Batch;
    public int Channels;
    public int Taps;
    public float* Source;
    public float* Weights;
    public OutputMap<TVector, TSimd> Output;
    public float* Scratch;

    public readonly int Tasks => Batch * Gather.Depth.TargetSize * RowBlocks;

    // Whole pairs of rows of each phase.
    private readonly int RowBlock
    {
        get
        {
            var (pairs, rows) = (2 * Gather.Height.TargetStep, Gather.Height.TargetSize);
            while (rows > pairs && (Batch * Gather.Depth.TargetSize * ((Gather.Height.TargetSize + rows - 1) / rows) < WantedTasks || (long)rows * Gather.Width.TargetSize * Channels > BlockFloats)) rows = ((rows + 1) / 2 + pairs - 1) / pairs * pairs;
            return rows;
        }
    }

    private readonly int RowBlocks => (Gather.Height.TargetSize + RowBlock - 1) / RowBlock;

    private readonly nint Padded => DepthwiseShape.Padded(Channels, TSimd.Count);

    /// <summary>Floats of one worker: taps of the inner pixels and of one near an end, and a tile of all channels for the case that something is added.</summary>
    public static long ScratchLength(int taps, int channels) =>
        4L * taps * (sizeof(DepthwiseTap) / sizeof(float)) + 2L * DepthwiseTile<TVector, TSimd>.Most * DepthwiseShape.Padded(channels, TSimd.Count);

    public readonly void Run(int task, int worker)
    {
        var lists = (DepthwiseTap*)(Scratch + worker * ScratchLength(Taps, Channels));
        var rowFrom = task % RowBlocks * RowBlock;
        var rowTo = Math.Min(rowFrom + RowBlock, Gather.Height.TargetSize);
        var plane = task / RowBlocks % Gather.Depth.TargetSize;
        var example = task / RowBlocks / Gather.Depth.TargetSize;
        for (var first = rowFrom; first < Math.Min(rowFrom + Gather.Height.TargetStep, rowTo); first++)
            for (var phase = 0; phase < Math.Min(Gather.Width.TargetStep, Gather.Width.TargetSize); phase++)
                RunRows(example, plane, first, rowTo, phase, lists);
        if (!Output.Moments.AreWanted) return;
        var width = Gather.Width.TargetSize;
        var stored = new PixelBlock { First = (((long)example * Gather.Depth.TargetSize + plane) * Gather.Height.TargetSize + rowFrom) * width, Rows = 1, Across = (rowTo - rowFrom) * width };
        Output.Moments.Take(task, &stored, 1, width, 0, Channels);
    }

    // Rows of one phase by pairs. Most pairs have the same taps, listed once.
    private readonly void RunRows(int example, int plane, int rowFrom, int rowTo, int phase, DepthwiseTap* lists)
    {
        var rowStep = Gather.Height.TargetStep;
        var (listed, inner) = (new DepthwiseTaps(lists), false);
        for (var row = rowFrom; row < rowTo; row += 2 * rowStep)
        {
            var lines = row + rowStep < rowTo ? 2 : 1;
            var same = lines == 2 && Gather.IsInner(row) && Gather.IsInner(row + rowStep);
            if (!same || !inner) listed = Gather.List(plane, row, lines, phase, lists);
            inner = same;
            RunLines(example, plane, row, lines, phase, listed);
        }
    }

    private readonly void RunLines(int example, int plane, int row, int lines, int phase, in DepthwiseTaps taps)
    {
        var own = taps.List + 2 * Taps;
        var (from, to) = Gather.Inner(taps, phase);
        var source = Source + example * Gather.ExampleLength + Gather.RowBase(row);
        var pixel = (((long)example * Gather.Depth.TargetSize + plane) * Gather.Height.TargetSize + row) * Gather.Width.TargetSize + phase;
        var count = 1;
        for (var i = 0; i < Gather.Width.Count(phase); i += count)
        {
            var inner = i == from && to > from;
            count = inner ? to - from : 1;
            RunPixels(source + i * Gather.Step, inner ? taps : Gather.Own(taps, i, own), count, lines, pixel + (long)i * Gather.Width.TargetStep, (float*)(own + 2 * Taps));
        }
    }

    // Neighbouring pixels with the same taps, all channels. Sums go straight to the output; only if something is added to them through a tile, for the addend may be the output.
    private readonly void RunPixels(float* source, in DepthwiseTaps taps, int pixels, int lines, long pixel, float* sums)
    {
        var most = DepthwiseTile<TVector, TSimd>.Most;
        var tiles = (pixels + most - 1) / most;
        var lineStep = (nint)Gather.Height.TargetStep * Gather.Width.TargetSize;
        var tile = new DepthwiseTile<TVector, TSimd> { Step = Gather.Step, Weights = Weights, WeightStep = Padded, Channels = Channels, Taps = taps };
        tile.Clamps = !Output.HasAddend && Output.IsClamp(out tile.Highest);
        for (var t = 0; t < tiles; t++)
        {
            var start = (int)((long)pixels * t / tiles);
            var count = (int)((long)pixels * (t + 1) / tiles) - start;
            var first = pixel + (long)start * Gather.Width.TargetStep;
            tile.Source = source + start * Gather.Step;
            tile.Bias = Output.HasAddend ? null : Output.BiasAddress;
            tile.Target = Output.HasAddend ? sums : Output.Address + first * Output.PixelStride;
            (tile.TargetStep, tile.LineStep) = Output.HasAddend ? (Padded, most * Padded) : (Gather.Width.TargetStep * Output.PixelStride, lineStep * Output.PixelStride);
            tile.Run(count, lines);
            for (var line = 0; line < lines; line++)
            {
                if (Output.HasAddend) Output.StoreTile(sums + line * tile.LineStep, (int)Padded, count, first + line * lineStep, Gather.Width.TargetStep, 0, Channels);
                else if (!tile.Clamps) Output.Activate(first + line * lineStep, Gather.Width.TargetStep, count, Channels);
            }
        }
    }
}
