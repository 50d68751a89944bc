using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Some of the channels of each pixel, copied or added.</summary>
public static class Slices
{
    /// <summary>y[p, c] = x[p, c] for the first channels of pixels that lie a stride apart, or y[p, c] += x[p, c].</summary>
    public static unsafe void Copy(ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, int pixels, int channels, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, xStride);
        Spans.RequireMap("y", y.Length, pixels, channels, yStride);
        fixed (float* from = x, to = y)
        {
            var grid = new CopyGrid
            {
                Chunks = new Chunks(pixels, Math.Max(1, Chunks.Floats / channels)),
                From = from,
                FromStride = xStride,
                To = to,
                ToStride = yStride,
                Channels = channels,
                Accumulate = accumulate,
            };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    private unsafe struct CopyGrid : IGrid
    {
        public Chunks Chunks;
        public float* From;
        public int FromStride;
        public float* To;
        public int ToStride;
        public int Channels;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var from = From + Chunks.Start(task) * FromStride;
            var to = To + Chunks.Start(task) * ToStride;
            for (var pixel = Chunks.Length(task); pixel > 0; pixel--, from += FromStride, to += ToStride)
            {
                var source = new ReadOnlySpan<float>(from, Channels);
                var target = new Span<float>(to, Channels);
                if (Accumulate) TensorPrimitives.Add(source, target, target);
                else source.CopyTo(target);
            }
        }
    }
}
