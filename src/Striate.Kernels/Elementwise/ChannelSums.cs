using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>The sum of each channel over all pixels: the gradient of a bias.</summary>
public static unsafe class ChannelSums
{
    // Chunks depend on the problem alone; their sums are added in order.
    private const int MostChunks = 16;

    /// <summary>Floats of scratch memory that <see cref="Run"/> needs.</summary>
    public static long ScratchLength(int channels) => (long)MostChunks * channels;

    /// <summary>sums[c] = Σ over pixels of x[p, c], or += that.</summary>
    public static void Run(ReadOnlySpan<float> x, int xStride, int pixels, int channels, Span<float> sums, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, xStride);
        Spans.RequireLength("sums", sums.Length, channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(channels));
        var chunks = new Chunks(pixels, Math.Max(64, (pixels + MostChunks - 1) / MostChunks));
        fixed (float* from = x, slots = scratch)
        {
            var grid = new SumGrid { Chunks = chunks, Channels = channels, X = from, XStride = xStride, Slots = slots };
            pool.Run(chunks.Count, ref grid);
        }
        if (!accumulate) sums[..channels].Clear();
        for (var chunk = 0; chunk < chunks.Count; chunk++) TensorPrimitives.Add(sums[..channels], scratch.Slice(chunk * channels, channels), sums);
    }

    private struct SumGrid : IGrid
    {
        public Chunks Chunks;
        public int Channels;
        public float* X;
        public int XStride;
        public float* Slots;

        public readonly void Run(int task, int worker)
        {
            var sums = new Span<float>(Slots + (long)task * Channels, Channels);
            sums.Clear();
            var x = X + Chunks.Start(task) * XStride;
            for (var pixel = Chunks.Length(task); pixel > 0; pixel--, x += XStride) TensorPrimitives.Add(new ReadOnlySpan<float>(x, Channels), sums, sums);
        }
    }
}
