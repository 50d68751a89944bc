using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Resampling;

/// <summary>Blocks of pixels become channels of one pixel, and back: the numbers stay, their order changes.</summary>
public static unsafe class PixelBlocks
{
    /// <summary>y of few pixels with many channels from x of many pixels, or y += that.</summary>
    public static void ToDepth(in PixelBlockShape shape, ReadOnlySpan<float> x, Span<float> y, bool accumulate, WorkerPool pool) => Run(shape, toSpace: false, x, y, accumulate, pool);

    /// <summary>y of many pixels from x of few pixels with many channels, or y += that.</summary>
    public static void ToSpace(in PixelBlockShape shape, ReadOnlySpan<float> x, Span<float> y, bool accumulate, WorkerPool pool) => Run(shape, toSpace: true, x, y, accumulate, pool);

    private static void Run(in PixelBlockShape shape, bool toSpace, ReadOnlySpan<float> x, Span<float> y, bool accumulate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Spans.RequireLength("x", x.Length, shape.Length);
        Spans.RequireLength("y", y.Length, shape.Length);
        fixed (float* from = x, to = y)
        {
            var grid = new Grid { Shape = shape, Fine = toSpace ? to : from, Coarse = toSpace ? from : to, ToSpace = toSpace, Accumulate = accumulate };
            pool.Run(shape.Batch * shape.Depth * shape.Height, ref grid);
        }
    }

    // A task is a row of blocks.
    private struct Grid : IGrid
    {
        public PixelBlockShape Shape;
        public float* Fine;
        public float* Coarse;
        public bool ToSpace;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var (plane, height) = Math.DivRem(task, Shape.Height);
            var line = Shape.Width * Shape.BlockWidth * Shape.Channels;
            var coarse = Coarse + (long)task * Shape.Width * Shape.BlockPixels * Shape.Channels;
            for (var row = 0; row < Shape.BlockDepth * Shape.BlockHeight; row++)
            {
                var (d, h) = Math.DivRem(row, Shape.BlockHeight);
                var fine = Fine + (((long)plane * Shape.BlockDepth + d) * Shape.Height * Shape.BlockHeight + height * Shape.BlockHeight + h) * line;
                if (Shape.ChannelsOutside) Scatter(fine, coarse + row * Shape.BlockWidth);
                else Move(fine, coarse + row * Shape.BlockWidth * Shape.Channels);
            }
        }

        // A row of a block is as long in one map as in the other.
        private readonly void Move(float* fine, float* coarse)
        {
            var length = Shape.BlockWidth * Shape.Channels;
            for (var block = 0; block < Shape.Width; block++)
            {
                var inner = new Span<float>(fine + block * length, length);
                var outer = new Span<float>(coarse + (long)block * Shape.BlockPixels * Shape.Channels, length);
                if (ToSpace) Copy(outer, inner);
                else Copy(inner, outer);
            }
        }

        private readonly void Copy(ReadOnlySpan<float> from, Span<float> to)
        {
            if (Accumulate) TensorPrimitives.Add(from, to, to);
            else from.CopyTo(to);
        }

        // Channels lie a block apart.
        private readonly void Scatter(float* fine, float* coarse)
        {
            for (var column = 0; column < Shape.Width * Shape.BlockWidth; column++)
            {
                var (block, place) = Math.DivRem(column, Shape.BlockWidth);
                var pixel = coarse + (long)block * Shape.BlockPixels * Shape.Channels + place;
                for (var channel = 0; channel < Shape.Channels; channel++)
                {
                    float* inner = fine + column * Shape.Channels + channel, outer = pixel + channel * Shape.BlockPixels;
                    var from = ToSpace ? outer : inner;
                    var to = ToSpace ? inner : outer;
                    *to = Accumulate ? *to + *from : *from;
                }
            }
        }
    }
}
