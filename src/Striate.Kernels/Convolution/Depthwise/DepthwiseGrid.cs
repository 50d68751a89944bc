using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>The tasks of a depthwise gather: a block of target rows of one example; what a pixel's taps are is found once for all channels.</summary>
internal unsafe struct DepthwiseGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Source rows of a block of this size stay in the second-level cache while the vectors of channels pass over them.
    private const int BlockFloats = 48 * 1024;
    private const int WantedTasks = 16;

    public AxisGather Depth;
    public AxisGather Height;
    public AxisGather Width;
    public int Batch;
    public int Channels;
    public int Taps;
    public float* Source;
    public int SourceStride;
    public float* Weights;
    public OutputMap<TVector, TSimd> Output;
    public float* Scratch;

    public readonly int Tasks => Batch * Depth.TargetSize * RowBlocks;

    private readonly int RowBlock
    {
        get
        {
            var rows = Height.TargetSize;
            while (rows > 1 && ((long)rows * Width.SourceSize * Channels > BlockFloats || Batch * Depth.TargetSize * ((Height.TargetSize + rows - 1) / rows) < WantedTasks)) rows = (rows + 1) / 2;
            return rows;
        }
    }

    private readonly int RowBlocks => (Height.TargetSize + RowBlock - 1) / RowBlock;

    /// <summary>Floats of one worker: a tile and two lists of taps, three integers each.</summary>
    public static long ScratchLength(int taps) => DepthwiseTile<TVector, TSimd>.Most * TSimd.Count + (6L * taps + 15) / 16 * 16;

    public readonly void Run(int task, int worker)
    {
        var scratch = Scratch + worker * ScratchLength(Taps);
        var rowFrom = task % RowBlocks * RowBlock;
        var rowTo = Math.Min(rowFrom + RowBlock, Height.TargetSize);
        var plane = task / RowBlocks % Depth.TargetSize;
        var example = task / RowBlocks / Depth.TargetSize;
        for (var row = rowFrom; row < rowTo; row++)
        {
            for (var phase = 0; phase < Math.Min(Width.Phases, Width.TargetSize); phase++) RunRow(example, plane, row, phase, scratch);
            if (!Output.HasAddend) Output.Activate((((long)example * Depth.TargetSize + plane) * Height.TargetSize + row) * Width.TargetSize, Width.TargetSize, Channels);
        }
    }

    private readonly void RunRow(int example, int plane, int row, int phase, float* tile)
    {
        var taps = (Segment*)(tile + DepthwiseTile<TVector, TSimd>.Most * TSimd.Count);
        var some = taps + Taps;
        var count = ListTaps(plane, row, phase, taps, out var least, out var most);
        var source = Source + (long)example * Depth.SourceSize * Height.SourceSize * Width.SourceSize * SourceStride;
        var step = (nint)Width.SourceStep * SourceStride;
        var total = Width.Count(phase);
        // Pixels of which every tap lies inside the row; each of the others lists its own taps.
        var from = Math.Clamp((-least + Width.SourceStep - 1) / Width.SourceStep, 0, total);
        var to = most < Width.SourceSize ? Math.Clamp((Width.SourceSize - 1 - most) / Width.SourceStep + 1, from, total) : from;
        var pixel = (((long)example * Depth.TargetSize + plane) * Height.TargetSize + row) * Width.TargetSize + phase;
        for (var i = 0; i < total; i++)
        {
            if (i == from && to > from)
            {
                RunPixels(source + i * step, step, taps, count, to - from, pixel + (long)i * Width.TargetStep, tile);
                i = to - 1;
                continue;
            }
            var inside = 0;
            for (var t = 0; t < count; t++)
                if ((uint)(i * Width.SourceStep + taps[t].Length) < (uint)Width.SourceSize) some[inside++] = taps[t];
            RunPixels(source + i * step, step, some, inside, 1, pixel + (long)i * Width.TargetStep, tile);
        }
    }

    // Neighbouring pixels with the same taps, all channels. Sums go straight to the output; only if something is added to them through a tile, for the addend may be the output.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void RunPixels(float* source, nint step, Segment* taps, int count, int pixels, long pixel, float* tile)
    {
        const int Most = DepthwiseTile<TVector, TSimd>.Most;
        var tiles = (pixels + Most - 1) / Most;
        var targetStep = (nint)Width.TargetStep * Output.PixelStride;
        for (var c = 0; c < Channels; c += TSimd.Count)
        {
            // The last vector ends with the last channel and overlaps the one before: the same numbers twice.
            var channel = Math.Min(c, Channels - TSimd.Count);
            var bias = Output.Bias(channel);
            for (var t = 0; t < tiles; t++)
            {
                var start = (int)((long)pixels * t / tiles);
                var height = (int)((long)pixels * (t + 1) / tiles) - start;
                var from = source + start * step + channel;
                var first = pixel + (long)start * Width.TargetStep;
                if (!Output.HasAddend)
                {
                    DepthwiseTile<TVector, TSimd>.Run(height, from, step, Weights + channel, Padded, taps, count, bias, Output.Address + first * Output.PixelStride + channel, targetStep);
                    continue;
                }
                DepthwiseTile<TVector, TSimd>.Run(height, from, step, Weights + channel, Padded, taps, count, TSimd.Zero, tile, TSimd.Count);
                Output.StoreTile(tile + (c - channel), TSimd.Count, height, first, Width.TargetStep, c, TSimd.Count - (c - channel));
            }
        }
    }

    private readonly nint Padded => DepthwiseShape.Padded(Channels, TSimd.Count);

    // Taps whose plane and row exist; Length keeps the offset along the row, for the pixels near its ends.
    private readonly int ListTaps(int plane, int row, int phase, Segment* taps, out int least, out int most)
    {
        var count = 0;
        (least, most) = (int.MaxValue, int.MinValue);
        for (var depthPlace = 0; depthPlace < Depth.Taps; depthPlace++)
        {
            if (!Depth.TrySource(plane, depthPlace, out var sourcePlane)) continue;
            for (var rowPlace = 0; rowPlace < Height.Taps; rowPlace++)
            {
                if (!Height.TrySource(row, rowPlace, out var sourceRow)) continue;
                var rowStart = (sourcePlane * Height.SourceSize + sourceRow) * Width.SourceSize;
                for (var place = 0; place < Width.Taps; place++)
                {
                    if (!Width.TryOffset(phase, place, out var offset)) continue;
                    (least, most) = (Math.Min(least, offset), Math.Max(most, offset));
                    taps[count++] = new Segment { Source = (rowStart + offset) * SourceStride, Row = (depthPlace * Height.Taps + rowPlace) * Width.Taps + place, Length = offset };
                }
            }
        }
        if (count == 0) (least, most) = (0, 0);
        return count;
    }
}
