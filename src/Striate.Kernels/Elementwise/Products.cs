using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Products of maps: number by number, or every pixel by one factor a channel.</summary>
public static unsafe class Products
{
    // A task of the factors' gradient reads this many channels of all pixels of one example.
    private const int ChannelBlock = 64;

    /// <summary>y = a · b, or y += a · b, number by number.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, bool accumulate, WorkerPool pool)
    {
        Spans.RequireLength("b", b.Length, a.Length);
        Spans.RequireLength("y", y.Length, a.Length);
        fixed (float* left = a, right = b, to = y)
        {
            var grid = new ProductGrid { Chunks = new Chunks(a.Length, Chunks.Floats), A = left, B = right, Y = to, Accumulate = accumulate };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>y[n, p, c] = x[n, p, c] · factors[n, c], or y += that.</summary>
    public static void Scale(ReadOnlySpan<float> x, ReadOnlySpan<float> factors, int batch, int pixels, int channels, Span<float> y, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)batch * pixels, channels, channels);
        Spans.RequireLength("factors", factors.Length, (long)batch * channels);
        Spans.RequireLength("y", y.Length, (long)batch * pixels * channels);
        fixed (float* from = x, by = factors, to = y)
        {
            var chunks = new Chunks((long)batch * pixels, Math.Max(1, Chunks.Floats / channels));
            var grid = new ScaleGrid { Chunks = chunks, Pixels = pixels, Channels = channels, X = from, Factors = by, Y = to, Accumulate = accumulate };
            pool.Run(chunks.Count, ref grid);
        }
    }

    /// <summary>The gradient of <see cref="Scale"/> by its factors: Σ over the pixels of x[n, p, c] · dy[n, p, c], in their order, or += that.</summary>
    public static void ScaleGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int batch, int pixels, int channels, Span<float> gradient, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)batch * pixels, channels, channels);
        Spans.RequireLength("dy", dy.Length, (long)batch * pixels * channels);
        Spans.RequireLength("gradient", gradient.Length, (long)batch * channels);
        fixed (float* from = x, by = dy, to = gradient)
        {
            var blocks = (channels + ChannelBlock - 1) / ChannelBlock;
            var grid = new FactorGrid { Blocks = blocks, Pixels = pixels, Channels = channels, X = from, Dy = by, Gradient = to, Accumulate = accumulate };
            pool.Run(batch * blocks, ref grid);
        }
    }

    private static void Multiply(float* a, float* b, float* y, int length, bool accumulate)
    {
        var left = new ReadOnlySpan<float>(a, length);
        var right = new ReadOnlySpan<float>(b, length);
        var to = new Span<float>(y, length);
        if (accumulate) TensorPrimitives.MultiplyAdd(left, right, to, to);
        else TensorPrimitives.Multiply(left, right, to);
    }

    private struct ProductGrid : IGrid
    {
        public Chunks Chunks;
        public float* A;
        public float* B;
        public float* Y;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var start = Chunks.Start(task);
            Multiply(A + start, B + start, Y + start, Chunks.Length(task), Accumulate);
        }
    }

    private struct ScaleGrid : IGrid
    {
        public Chunks Chunks;
        public int Pixels;
        public int Channels;
        public float* X;
        public float* Factors;
        public float* Y;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var first = Chunks.Start(task);
            for (var pixel = first; pixel < first + Chunks.Length(task); pixel++)
                Multiply(X + pixel * Channels, Factors + pixel / Pixels * Channels, Y + pixel * Channels, Channels, Accumulate);
        }
    }

    private struct FactorGrid : IGrid
    {
        public int Blocks;
        public int Pixels;
        public int Channels;
        public float* X;
        public float* Dy;
        public float* Gradient;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            var channel = task % Blocks * ChannelBlock;
            var count = Math.Min(ChannelBlock, Channels - channel);
            var sums = new Span<float>(Gradient + (long)(task / Blocks) * Channels + channel, count);
            if (!Accumulate) sums.Clear();
            var offset = (long)(task / Blocks) * Pixels * Channels + channel;
            for (var pixel = 0; pixel < Pixels; pixel++, offset += Channels)
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(X + offset, count), new ReadOnlySpan<float>(Dy + offset, count), sums, sums);
        }
    }
}
