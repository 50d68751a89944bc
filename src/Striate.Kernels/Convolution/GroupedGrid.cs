using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>The tasks of a grouped gather: a block of target rows of one example, for some vectors of groups.</summary>
/// <remarks>
/// A task goes down the rows one register tile wide. What the tile reads of a source row is spread once (each lane with the inputs of its own group) and kept, in the
/// first-level cache, until the last target row that reads it.
/// </remarks>
internal unsafe struct GroupedGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public GroupedProblem Problem;
    public float* Source;
    public int SourceStride;
    public float* Weights;
    public OutputMap<TVector, TSimd> Output;
    public float* Scratch;

    public readonly void Run(int task, int worker)
    {
        var vectorTask = task % Problem.VectorTasks;
        var rest = task / Problem.VectorTasks;
        var rowFrom = rest % Problem.RowBlocks * Problem.RowBlock;
        var rowTo = Math.Min(rowFrom + Problem.RowBlock, Problem.Height.TargetSize);
        var plane = rest / Problem.RowBlocks % Problem.Depth.TargetSize;
        var example = rest / Problem.RowBlocks / Problem.Depth.TargetSize;
        var scratch = Scratch + worker * Problem.WorkerFloats;
        var lanes = stackalloc int[Problem.PixelFloats];
        var frame = new Frame
        {
            Tile = scratch,
            Segments = (Segment*)(scratch + Problem.TileFloats),
            Counts = (int*)(scratch + Problem.TileFloats + Problem.SegmentFloats - Problem.RowBlock * Problem.Phases),
            Ring = new SpreadRing<TVector, TSimd> { Problem = Problem, SourceStride = SourceStride, Rows = scratch + Problem.TileFloats + Problem.SegmentFloats, Lanes = lanes },
            TargetPlane = ((long)example * Problem.Depth.TargetSize + plane) * Problem.Height.TargetSize,
        };
        // What a row's taps are is found once for all vectors and tiles.
        for (var row = rowFrom; row < rowTo; row++)
            for (var phase = 0; phase < Problem.Phases; phase++) frame.Counts[(row - rowFrom) * Problem.Phases + phase] = ListSegments(frame, plane, row, phase, frame.Segments + ((row - rowFrom) * Problem.Phases + phase) * Problem.Taps);
        for (var vector = Problem.Spread.Vectors * vectorTask / Problem.VectorTasks; vector < Problem.Spread.Vectors * (vectorTask + 1) / Problem.VectorTasks; vector++)
        {
            frame.Vector = vector;
            frame.Ring.Begin(vector, Source + (long)example * Problem.SourcePixels * SourceStride, plane);
            for (var block = 0; block < Problem.ColumnBlocks; block++) RunColumns(frame, block, rowFrom, rowTo);
            if (!Output.Moments.AreWanted) continue;
            var width = Problem.Width.TargetSize;
            var stored = new PixelBlock { First = (frame.TargetPlane + rowFrom) * width, Rows = 1, Across = (rowTo - rowFrom) * width };
            Output.Moments.Take(rest, &stored, 1, width, Problem.Spread.FirstTarget(vector), Problem.Spread.FirstTarget(vector) + Problem.Spread.Valid(vector));
        }
    }

    private readonly void RunColumns(in Frame frame, int block, int rowFrom, int rowTo)
    {
        var (taps, phases, floats) = (Problem.Taps, Problem.Phases, Problem.PixelFloats);
        var (width, sourceStep, targetStep) = (Problem.Width.TargetSize, Problem.Width.SourceStep, Problem.Width.TargetStep);
        var (rowStep, rowPhases, firstRow, lastRow, rows) = (Problem.Height.SourceStep, Problem.Height.TargetStep, Problem.FirstRow, Problem.LastRow, Problem.Height.SourceSize);
        var (channel, valid) = (Problem.Spread.FirstTarget(frame.Vector), Problem.Spread.Valid(frame.Vector));
        var weights = Weights + (long)frame.Vector * taps * floats;
        var numbers = Problem.Width.Count(0);
        var from = (int)((long)numbers * block / Problem.ColumnBlocks);
        var to = (int)((long)numbers * (block + 1) / Problem.ColumnBlocks);
        var first = from * sourceStep + Problem.FirstColumn;
        var columns = (to - 1 - from) * sourceStep + Problem.LastColumn - Problem.FirstColumn + 1;
        var isStoredAtOnce = Output.IsPlain && valid == TSimd.Count;
        var spread = -1;
        var segments = frame.Segments;
        var counts = frame.Counts;
        for (var row = rowFrom; row < rowTo; row++)
        {
            var number = row / rowPhases * rowStep;
            var last = Math.Min(number + lastRow, rows - 1);
            for (var source = Math.Max(spread + 1, number + firstRow); source <= last; source++)
            {
                frame.Ring.Fill(source, first, columns);
                spread = source;
            }
            for (var phase = 0; phase < phases; phase++, counts++, segments += taps)
            {
                // The last phases may have a pixel less.
                var height = Math.Min(to, (width - phase + targetStep - 1) / targetStep) - from;
                if (height <= 0) continue;
                // Lines of pixels that lie many channels apart are asked for before they are written.
                var ahead = Output.Address + ((frame.TargetPlane + row + SpreadRing<TVector, TSimd>.Ahead) * width + phase + (long)from * targetStep) * Output.PixelStride + channel;
                for (var i = 0; i < height; i++) Prefetch.Near(ahead + (long)i * targetStep * Output.PixelStride);
                var pixel = (frame.TargetPlane + row) * width + phase + (long)from * targetStep;
                var (sums, sumsStep) = isStoredAtOnce ? ((nint)(Output.Address + pixel * Output.PixelStride + channel), (nint)targetStep * Output.PixelStride) : ((nint)frame.Tile, TSimd.Count);
                GatherTile<TVector, TSimd>.RunSpread(height, frame.Ring.Rows, (nint)sourceStep * floats, weights, segments, *counts, (float*)sums, sumsStep);
                if (!isStoredAtOnce) Output.StoreTile(frame.Tile, TSimd.Count, height, pixel, targetStep, channel, valid);
            }
        }
    }

    private readonly int ListSegments(in Frame frame, int plane, int row, int phase, Segment* segments)
    {
        var (count, sources) = (0, Problem.Spread.Sources);
        for (var depthPlace = 0; depthPlace < Problem.Depth.Taps; depthPlace++)
        {
            if (!Problem.Depth.TrySource(plane, depthPlace, out _)) continue;
            for (var rowPlace = 0; rowPlace < Problem.Height.Taps; rowPlace++)
            {
                if (!Problem.Height.TrySource(row, rowPlace, out var source)) continue;
                var piece = (int)(frame.Ring.Piece(depthPlace, source) - frame.Ring.Rows);
                var packed = (depthPlace * Problem.Height.Taps + rowPlace) * Problem.Width.Taps * sources;
                var end = int.MinValue;
                for (var place = 0; place < Problem.Width.Taps; place++, packed += sources)
                {
                    if (!Problem.Width.TryOffset(phase, place, out var offset)) continue;
                    // Neighbouring taps of neighbouring pixels are one run; the taps of a phase are not neighbours.
                    if (offset == end && Problem.Width.Phases == 1) segments[count - 1].Length += sources;
                    else segments[count++] = new Segment { Source = piece + (offset - Problem.FirstColumn) * Problem.PixelFloats, Row = packed, Length = sources };
                    end = offset + 1;
                }
            }
        }
        return count;
    }

    /// <summary>What a task carries from row to row.</summary>
    private struct Frame
    {
        public float* Tile;
        public Segment* Segments;
        public int* Counts;
        public SpreadRing<TVector, TSimd> Ring;
        public int Vector;
        public long TargetPlane;
    }
}
