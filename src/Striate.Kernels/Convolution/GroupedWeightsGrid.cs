using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>The tasks of grouped backward weights: a slot of output rows, for some vectors of groups. A slot's sums lie as [vector][tap, input of a group; one row of biases][lane].</summary>
internal unsafe struct GroupedWeightsGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public GroupedProblem Problem;
    public WindowAxis Width;
    public int Slots;
    public int VectorTasks;
    public float* Input;
    public int InputStride;
    public float* Gradient;
    public int GradientStride;
    public float* Sums;
    public float* Scratch;

    public static int RowFloats(in GroupedProblem problem) => (problem.Width.TargetSize / problem.ColumnBlocks + 1) * TSimd.Count;

    public static long WorkerFloats(in GroupedProblem problem) => RowFloats(problem) + (long)problem.Depth.Taps * problem.Ring * problem.BlockColumns * problem.PixelFloats;

    public static long VectorFloats(in GroupedProblem problem) => (problem.Taps * problem.Spread.Sources + 1L) * TSimd.Count;

    public readonly void Run(int task, int worker)
    {
        var (slot, vectorTask) = (task / VectorTasks, task % VectorTasks);
        var scratch = Scratch + worker * WorkerFloats(Problem);
        var lanes = stackalloc int[Problem.PixelFloats];
        var ring = new SpreadRing<TVector, TSimd> { Problem = Problem, SourceStride = InputStride, Rows = scratch + RowFloats(Problem), Lanes = lanes };
        var lines = (long)Problem.Batch * Problem.Depth.TargetSize * Problem.Height.TargetSize;
        for (var vector = Problem.Spread.Vectors * vectorTask / VectorTasks; vector < Problem.Spread.Vectors * (vectorTask + 1) / VectorTasks; vector++)
        {
            var sums = Sums + (slot * (long)Problem.Spread.Vectors + vector) * VectorFloats(Problem);
            new Span<float>(sums, (int)VectorFloats(Problem)).Clear();
            for (var block = 0; block < Problem.ColumnBlocks; block++) RunColumns(ref ring, vector, block, lines * slot / Slots, lines * (slot + 1) / Slots, scratch, sums);
        }
    }

    private readonly void RunColumns(ref SpreadRing<TVector, TSimd> ring, int vector, int block, long lineFrom, long lineTo, float* gradient, float* sums)
    {
        var (width, rows, floats) = (Problem.Width.TargetSize, Problem.Height.TargetSize, Problem.PixelFloats);
        var from = (int)((long)width * block / Problem.ColumnBlocks);
        var to = (int)((long)width * (block + 1) / Problem.ColumnBlocks);
        var first = from * Problem.Width.SourceStep + Problem.FirstColumn;
        var columns = (to - 1 - from) * Problem.Width.SourceStep + Problem.LastColumn - Problem.FirstColumn + 1;
        var (channel, valid) = (Problem.Spread.FirstTarget(vector), Problem.Spread.Valid(vector));
        var spread = -1;
        for (var line = lineFrom; line < lineTo; line++)
        {
            var (row, plane) = ((int)(line % rows), (int)(line / rows % Problem.Depth.TargetSize));
            if (line == lineFrom || row == 0)
            {
                ring.Begin(vector, Input + line / rows / Problem.Depth.TargetSize * Problem.SourcePixels * InputStride, plane);
                spread = -1;
            }
            var last = Math.Min(row * Problem.Height.SourceStep + Problem.LastRow, Problem.Height.SourceSize - 1);
            for (var source = Math.Max(spread + 1, row * Problem.Height.SourceStep + Problem.FirstRow); source <= last; source++)
            {
                ring.Fill(source, first, columns);
                spread = source;
            }
            CopyGradient(Gradient + (line * width + from) * GradientStride + channel, valid, to - from, (nint)SpreadRing<TVector, TSimd>.Ahead * width * GradientStride, gradient);
            SumBias(gradient, to - from, sums + Problem.Taps * floats);
            for (var depthPlace = 0; depthPlace < Problem.Depth.Taps; depthPlace++)
            {
                if (!Problem.Depth.TrySource(plane, depthPlace, out _)) continue;
                for (var rowPlace = 0; rowPlace < Problem.Height.Taps; rowPlace++)
                {
                    if (!Problem.Height.TrySource(row, rowPlace, out var source)) continue;
                    RunTaps(ring.Piece(depthPlace, source), gradient, to - from, sums + (depthPlace * Problem.Height.Taps + rowPlace) * Problem.Width.Taps * floats);
                }
            }
        }
    }

    // All taps of one kernel row: with dilation 1 one run of vectors, otherwise a run for each tap.
    private readonly void RunTaps(float* left, float* gradient, int pixels, float* sums)
    {
        var (runs, length) = Width.Dilation == 1 ? (1, Width.Kernel * Problem.Spread.Sources) : (Width.Kernel, Problem.Spread.Sources);
        var step = (nint)Width.Stride * Problem.PixelFloats;
        var tiles = (length + TSimd.TallRows - 1) / TSimd.TallRows;
        for (var run = 0; run < runs; run++)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var start = length * tile / tiles;
                OuterTile<TVector, TSimd>.RunSpread(length * (tile + 1) / tiles - start, left + run * Width.Dilation * Problem.PixelFloats + start * TSimd.Count, step,
                    gradient, TSimd.Count, pixels, sums + (run * length + start) * TSimd.Count);
            }
        }
    }

    // Pixels one behind the other, zeros behind the last channel.
    private readonly void CopyGradient(float* from, int valid, int pixels, nint ahead, float* to)
    {
        for (var end = to + pixels * TSimd.Count; to < end; to += TSimd.Count, from += GradientStride)
        {
            Prefetch.Near(from + ahead);
            TSimd.Store(to, valid == TSimd.Count ? TSimd.Load(from) : TSimd.LoadFirst(from, valid));
        }
    }

    private static void SumBias(float* gradient, int pixels, float* sums)
    {
        var sum = TSimd.Load(sums);
        for (var i = 0; i < pixels; i++) sum = TSimd.Add(sum, TSimd.Load(gradient + i * TSimd.Count));
        TSimd.Store(sums, sum);
    }
}
