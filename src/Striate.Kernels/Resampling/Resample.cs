using System.Runtime.Intrinsics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Resampling;

/// <summary>Weighted sums of neighbouring pixels, axis by axis: rows are summed into one, and its pixels along the row. The backward pass is the same with transposed tables.</summary>
public static unsafe class Resample
{
    /// <summary>Floats of scratch memory.</summary>
    public static long ScratchLength(ResampleShape shape, int workers)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Between + (long)workers * shape.Width.Input * shape.Channels;
    }

    /// <summary>y from x, or y += that.</summary>
    public static void Run(ResampleShape shape, ReadOnlySpan<float> x, Span<float> y, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(pool);
        Spans.RequireMap("x", x.Length, (long)shape.Batch * shape.InputPixels, shape.Channels, shape.Channels);
        Spans.RequireMap("y", y.Length, (long)shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(shape, pool.Threads));
        fixed (float* from = x, to = y, between = scratch)
        {
            switch (SimdWidth.Bits)
            {
                case 512: Run<Vector512<float>, Simd512>(shape, from, to, accumulate, between, pool); break;
                case 256: Run<Vector256<float>, Simd256>(shape, from, to, accumulate, between, pool); break;
                default: Run<Vector128<float>, Simd128>(shape, from, to, accumulate, between, pool); break;
            }
        }
    }

    private static void Run<TVector, TSimd>(ResampleShape shape, float* x, float* y, bool accumulate, float* scratch, WorkerPool pool)
        where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var lines = scratch + shape.Between;
        if (shape.Depth.IsIdentity)
        {
            Plane<TVector, TSimd>(shape, shape.Batch * shape.Depth.Input, x, y, accumulate, lines, pool);
        }
        else if (shape.DepthFirst)
        {
            Layers<TVector, TSimd>(shape, (long)shape.Height.Input * shape.Width.Input * shape.Channels, x, scratch, false, pool);
            Plane<TVector, TSimd>(shape, shape.Batch * shape.Depth.Output, scratch, y, accumulate, lines, pool);
        }
        else
        {
            Plane<TVector, TSimd>(shape, shape.Batch * shape.Depth.Input, x, scratch, false, lines, pool);
            Layers<TVector, TSimd>(shape, (long)shape.Height.Output * shape.Width.Output * shape.Channels, scratch, y, accumulate, pool);
        }
    }

    private static void Plane<TVector, TSimd>(ResampleShape shape, int planes, float* x, float* y, bool accumulate, float* lines, WorkerPool pool)
        where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var blocks = new Chunks(shape.Width.Output, Math.Max(1, Chunks.Floats / shape.Channels));
        var rows = new Chunks((long)planes * shape.Height.Output, Math.Max(1, Chunks.Floats / (blocks.Length(0) * shape.Channels)));
        var grid = new PlaneGrid<TVector, TSimd> { Shape = shape, X = x, Y = y, Accumulate = accumulate, Lines = lines, Rows = rows, Blocks = blocks };
        pool.Run(rows.Count * blocks.Count, ref grid);
    }

    private static void Layers<TVector, TSimd>(ResampleShape shape, long plane, float* x, float* y, bool accumulate, WorkerPool pool)
        where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var grid = new LayerGrid<TVector, TSimd> { Shape = shape, X = x, Y = y, Accumulate = accumulate, Plane = plane, Pieces = new Chunks(plane, Chunks.Floats) };
        pool.Run(shape.Batch * shape.Depth.Output * grid.Pieces.Count, ref grid);
    }

    // A task is some rows of outputs, or a part of one.
    private struct PlaneGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        public ResampleShape Shape;
        public float* X;
        public float* Y;
        public float* Lines;
        public bool Accumulate;
        public Chunks Rows;
        public Chunks Blocks;

        public readonly void Run(int task, int worker)
        {
            var (chunk, block) = Math.DivRem(task, Blocks.Count);
            var (height, width, channels) = (Shape.Height, Shape.Width, Shape.Channels);
            var (from, to) = ((int)Blocks.Start(block), (int)Blocks.Start(block) + Blocks.Length(block));
            var (left, right) = (width.First(from), width.End(to - 1));
            var line = Lines + (long)worker * width.Input * channels;
            var stride = (long)width.Input * channels;
            for (var row = Rows.Start(chunk); row < Rows.Start(chunk) + Rows.Length(chunk); row++)
            {
                var (plane, output) = Math.DivRem(row, height.Output);
                var x = X + plane * height.Input * stride + height.First((int)output) * stride;
                var y = Y + row * width.Output * channels;
                if (width.IsIdentity)
                {
                    ResampleSums.Sum<TVector, TSimd>(x + (long)from * channels, stride, height.Row((int)output), y + (long)from * channels, (to - from) * channels, Accumulate);
                    continue;
                }
                if (!height.IsIdentity)
                {
                    ResampleSums.Sum<TVector, TSimd>(x + (long)left * channels, stride, height.Row((int)output), line + (long)left * channels, (right - left) * channels, false);
                    x = line;
                }
                for (var column = from; column < to; column++)
                    ResampleSums.Sum<TVector, TSimd>(x + (long)width.First(column) * channels, channels, width.Row(column), y + (long)column * channels, channels, Accumulate);
            }
        }
    }

    // A task is a piece of an output plane.
    private struct LayerGrid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        public ResampleShape Shape;
        public float* X;
        public float* Y;
        public bool Accumulate;
        public long Plane;
        public Chunks Pieces;

        public readonly void Run(int task, int worker)
        {
            var (plane, piece) = Math.DivRem(task, Pieces.Count);
            var (example, output) = Math.DivRem(plane, Shape.Depth.Output);
            var x = X + ((long)example * Shape.Depth.Input + Shape.Depth.First(output)) * Plane + Pieces.Start(piece);
            ResampleSums.Sum<TVector, TSimd>(x, Plane, Shape.Depth.Row(output), Y + plane * Plane + Pieces.Start(piece), Pieces.Length(piece), Accumulate);
        }
    }
}
