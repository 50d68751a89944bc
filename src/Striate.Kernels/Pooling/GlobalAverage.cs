using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>The mean of each channel over all pixels of an example, in registers: tasks are blocks of channels, so that one example keeps all cores busy.</summary>
internal static unsafe class GlobalAverage
{
    public static void Forward(ReadOnlySpan<float> x, int batch, int pixels, int channels, int xStride, Span<float> y, int yStride, WorkerPool pool)
    {
        fixed (float* from = x, to = y)
        {
            var grid = new Grid { Pixels = pixels, Channels = channels, X = from, XStride = xStride, Y = to, YStride = yStride };
            pool.Run(batch * grid.Blocks, ref grid, (double)batch * pixels * channels / Vector<float>.Count);
        }
    }

    private struct Grid : IGrid
    {
        public int Pixels;
        public int Channels;
        public float* X;
        public int XStride;
        public float* Y;
        public int YStride;

        // Four vectors: sums that do not wait for each other, whole lines of the cache.
        public readonly int Blocks => (Channels + Block - 1) / Block;

        private static int Block => 4 * Vector<float>.Count;

        public readonly void Run(int task, int worker)
        {
            var first = task % Blocks * Block;
            var x = X + (long)(task / Blocks) * Pixels * XStride + first;
            var y = Y + (long)(task / Blocks) * YStride + first;
            var count = Math.Min(Block, Channels - first);
            var c = 0;
            if (count == Block)
            {
                Sum(x, y);
                return;
            }
            for (; c + Vector<float>.Count <= count; c += Vector<float>.Count)
            {
                var sum = Vector<float>.Zero;
                for (var pixel = 0; pixel < Pixels; pixel++) sum += Vector.Load(x + (long)pixel * XStride + c);
                Vector.Store(sum / Pixels, y + c);
            }
            for (; c < count; c++)
            {
                float sum = 0;
                for (var pixel = 0; pixel < Pixels; pixel++) sum += x[(long)pixel * XStride + c];
                y[c] = sum / Pixels;
            }
        }

        private readonly void Sum(float* x, float* y)
        {
            var lanes = Vector<float>.Count;
            Vector<float> a = default, b = default, c = default, d = default;
            for (var pixel = 0; pixel < Pixels; pixel++, x += XStride)
            {
                a += Vector.Load(x);
                b += Vector.Load(x + lanes);
                c += Vector.Load(x + 2 * lanes);
                d += Vector.Load(x + 3 * lanes);
            }
            // The sum first, the division last: integers stay exact.
            Vector.Store(a / Pixels, y);
            Vector.Store(b / Pixels, y + lanes);
            Vector.Store(c / Pixels, y + 2 * lanes);
            Vector.Store(d / Pixels, y + 3 * lanes);
        }
    }
}
