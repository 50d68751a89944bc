using System.Numerics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>y = x for x &gt; 0, otherwise slope[c] · x: a learnt slope for each channel (He et al. 2015, equation 1).</summary>
public static unsafe class ChannelSlopes
{
    private const int MostChunks = 16;

    /// <summary>Floats of scratch memory of the backward pass.</summary>
    public static long ScratchLength(int channels) => (long)MostChunks * channels;

    /// <summary>y from x.</summary>
    public static void Forward(ReadOnlySpan<float> x, int pixels, int channels, ReadOnlySpan<float> slopes, Span<float> y, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, channels);
        Spans.RequireMap("y", y.Length, pixels, channels, channels);
        Spans.RequireLength("slopes", slopes.Length, channels);
        fixed (float* from = x, to = y, a = slopes)
        {
            var grid = new ForwardGrid { Chunks = new Chunks(pixels, Math.Max(1, Chunks.Floats / channels)), Channels = channels, X = from, Slopes = a, Y = to };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>dx = dy · (x &gt; 0 ? 1 : slope[c]), or dx += that, and the slopes' gradient Σ dy · x over the x ≤ 0 of a channel, or += that. An empty <paramref name="dx"/> is not asked for.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int pixels, int channels, ReadOnlySpan<float> slopes, Span<float> dx, bool accumulate,
        Span<float> dSlopes, bool accumulateSlopes, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, channels);
        Spans.RequireMap("dy", dy.Length, pixels, channels, channels);
        if (!dx.IsEmpty) Spans.RequireMap("dx", dx.Length, pixels, channels, channels);
        Spans.RequireLength("slopes", slopes.Length, channels);
        Spans.RequireLength("slopes' gradient", dSlopes.Length, channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(channels));
        var chunks = new Chunks(pixels, Math.Max(64, (pixels + MostChunks - 1) / MostChunks));
        fixed (float* input = x, from = dy, to = dx, a = slopes, slots = scratch)
        {
            var grid = new BackwardGrid { Chunks = chunks, Channels = channels, X = input, Dy = from, Slopes = a, Dx = dx.IsEmpty ? null : to, Accumulate = accumulate, Slots = slots };
            pool.Run(chunks.Count, ref grid);
            for (var c = 0; c < channels; c++)
            {
                double sum = accumulateSlopes ? dSlopes[c] : 0;
                for (var chunk = 0; chunk < chunks.Count; chunk++) sum += slots[(long)chunk * channels + c];
                dSlopes[c] = (float)sum;
            }
        }
    }

    private struct ForwardGrid : IGrid
    {
        public Chunks Chunks;
        public int Channels;
        public float* X;
        public float* Slopes;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
                Row(X + pixel * Channels, Y + pixel * Channels);
        }

        // NaN is not greater: it takes the slope and stays NaN.
        private readonly void Row(float* x, float* y)
        {
            var c = 0;
            for (; c <= Channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                var value = Vector.Load(x + c);
                Vector.Store(Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), value, value * Vector.Load(Slopes + c)), y + c);
            }
            for (; c < Channels; c++) y[c] = x[c] > 0 ? x[c] : x[c] * Slopes[c];
        }
    }

    private struct BackwardGrid : IGrid
    {
        public Chunks Chunks;
        public int Channels;
        public float* X;
        public float* Dy;
        public float* Slopes;
        public float* Dx;
        public bool Accumulate;
        public float* Slots;

        public readonly void Run(int task, int worker)
        {
            var slot = Slots + (long)task * Channels;
            new Span<float>(slot, Channels).Clear();
            for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
                Row(X + pixel * Channels, Dy + pixel * Channels, Dx is null ? null : Dx + pixel * Channels, slot);
        }

        private readonly void Row(float* x, float* dy, float* dx, float* slot)
        {
            var c = 0;
            for (; c <= Channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                var (value, gradient) = (Vector.Load(x + c), Vector.Load(dy + c));
                var positive = Vector.GreaterThan(value, Vector<float>.Zero);
                Vector.Store(Vector.Load(slot + c) + Vector.ConditionalSelect(positive, Vector<float>.Zero, gradient * value), slot + c);
                if (dx is null) continue;
                var handed = Vector.ConditionalSelect(positive, gradient, gradient * Vector.Load(Slopes + c));
                Vector.Store(Accumulate ? Vector.Load(dx + c) + handed : handed, dx + c);
            }
            for (; c < Channels; c++)
            {
                if (!(x[c] > 0)) slot[c] += dy[c] * x[c];
                if (dx is null) continue;
                var handed = x[c] > 0 ? dy[c] : dy[c] * Slopes[c];
                dx[c] = Accumulate ? dx[c] + handed : handed;
            }
        }
    }
}
