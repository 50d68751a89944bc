using System.Numerics;
using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>Sums over all pixels of a map, with a weight for each pair of region and pixel: the maps of a batch times one matrix.</summary>
public static unsafe class RegionSums
{
    /// <summary>y[n, r] = Σ over p of w[r, p] · x[n, p], channel by channel.</summary>
    public static void Forward(ReadOnlySpan<float> w, int regions, int pixels, int batch, int channels, ReadOnlySpan<float> x, Span<float> y, WorkerPool pool) =>
        Multiply(w, regions, pixels, pixels, 1, batch, channels, x, y, accumulate: false, pool);

    /// <summary>dx[n, p] = Σ over r of w[r, p] · dy[n, r], or dx += that.</summary>
    public static void Backward(ReadOnlySpan<float> w, int regions, int pixels, int batch, int channels, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool) =>
        Multiply(w, pixels, regions, 1, pixels, batch, channels, dy, dx, accumulate, pool);

    /// <summary>dw[r, p] = Σ over examples and channels of dy[n, r] · x[n, p].</summary>
    public static void WeightGradient(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, int regions, int pixels, int batch, int channels, Span<float> dw, WorkerPool pool)
    {
        Spans.RequireMap("dy", dy.Length, (long)batch * regions, channels, channels);
        Spans.RequireMap("x", x.Length, (long)batch * pixels, channels, channels);
        Spans.RequireLength("dw", dw.Length, (long)regions * pixels);
        fixed (float* left = dy, right = x, to = dw)
        {
            var grid = new GradientGrid { Chunks = new Chunks(pixels, Math.Max(1, Chunks.Floats / channels)), Regions = regions, Pixels = pixels, Batch = batch, Channels = channels, Dy = left, X = right, Dw = to };
            pool.Run(grid.Chunks.Count * regions, ref grid, (double)regions * pixels * batch * channels / Vector<float>.Count);
        }
    }

    private static void Multiply(ReadOnlySpan<float> w, int rows, int inner, int rowStep, int innerStep, int batch, int channels, ReadOnlySpan<float> x, Span<float> y, bool accumulate, WorkerPool pool)
    {
        Spans.RequireLength("w", w.Length, (long)rows * inner);
        Spans.RequireMap("x", x.Length, (long)batch * inner, channels, channels);
        Spans.RequireMap("y", y.Length, (long)batch * rows, channels, channels);
        fixed (float* weights = w, from = x, to = y)
        {
            var grid = new MultiplyGrid { W = weights, Rows = rows, Inner = inner, RowStep = rowStep, InnerStep = innerStep, Channels = channels, X = from, Y = to, Accumulate = accumulate };
            pool.Run(batch * grid.Blocks, ref grid, (double)batch * rows * inner * channels / Vector<float>.Count);
        }
    }

    // A task is four rows of an example: what is read of x serves all four.
    private struct MultiplyGrid : IGrid
    {
        public float* W;
        public int Rows;
        public int Inner;
        public int RowStep;
        public int InnerStep;
        public int Channels;
        public float* X;
        public float* Y;
        public bool Accumulate;

        public readonly int Blocks => (Rows + 3) / 4;

        public readonly void Run(int task, int worker)
        {
            var (example, block) = Math.DivRem(task, Blocks);
            var x = X + (long)example * Inner * Channels;
            var row = block * 4;
            if (row + 4 <= Rows)
            {
                Four(W + (long)row * RowStep, x, Y + ((long)example * Rows + row) * Channels);
                return;
            }
            for (; row < Rows; row++) One(W + (long)row * RowStep, x, Y + ((long)example * Rows + row) * Channels, 0);
        }

        private readonly void Four(float* w, float* x, float* y)
        {
            var lanes = Vector<float>.Count;
            nint step = RowStep;
            var channel = 0;
            for (; channel + lanes <= Channels; channel += lanes)
            {
                Vector<float> a = default, b = default, c = default, d = default;
                var (from, weight) = ((nint)(x + channel), (nint)w);
                for (var i = 0; i < Inner; i++, from += (nint)Channels * sizeof(float), weight += (nint)InnerStep * sizeof(float))
                {
                    var value = Vector.Load((float*)from);
                    var at = (float*)weight;
                    a = Vector.FusedMultiplyAdd(value, new Vector<float>(at[0]), a);
                    b = Vector.FusedMultiplyAdd(value, new Vector<float>(at[step]), b);
                    c = Vector.FusedMultiplyAdd(value, new Vector<float>(at[2 * step]), c);
                    d = Vector.FusedMultiplyAdd(value, new Vector<float>(at[3 * step]), d);
                }
                Store(a, y + channel);
                Store(b, y + channel + Channels);
                Store(c, y + channel + 2 * Channels);
                Store(d, y + channel + 3 * Channels);
            }
            for (var row = 0; row < 4 && channel < Channels; row++) One(w + row * step, x, y + row * Channels, channel);
        }

        private readonly void Store(Vector<float> sum, float* y) => Vector.Store(Accumulate ? Vector.Load(y) + sum : sum, y);

        private readonly void One(float* w, float* x, float* y, int channel)
        {
            for (; channel + Vector<float>.Count <= Channels; channel += Vector<float>.Count)
            {
                var sum = Vector<float>.Zero;
                for (var i = 0; i < Inner; i++) sum = Vector.FusedMultiplyAdd(Vector.Load(x + (long)i * Channels + channel), new Vector<float>(w[(long)i * InnerStep]), sum);
                Store(sum, y + channel);
            }
            for (; channel < Channels; channel++)
            {
                float sum = 0;
                for (var i = 0; i < Inner; i++) sum = MathF.FusedMultiplyAdd(x[(long)i * Channels + channel], w[(long)i * InnerStep], sum);
                y[channel] = Accumulate ? y[channel] + sum : sum;
            }
        }
    }

    // A task is a chunk of one region's pixels; examples are added in their order.
    private struct GradientGrid : IGrid
    {
        public Chunks Chunks;
        public int Regions;
        public int Pixels;
        public int Batch;
        public int Channels;
        public float* Dy;
        public float* X;
        public float* Dw;

        public readonly void Run(int task, int worker)
        {
            var (region, chunk) = Math.DivRem(task, Chunks.Count);
            for (var pixel = Chunks.Start(chunk); pixel < Chunks.Start(chunk) + Chunks.Length(chunk); pixel++)
            {
                float sum = 0;
                for (var example = 0L; example < Batch; example++)
                    sum += TensorPrimitives.Dot(new ReadOnlySpan<float>(Dy + (example * Regions + region) * Channels, Channels), new ReadOnlySpan<float>(X + (example * Pixels + pixel) * Channels, Channels));
                Dw[region * (long)Pixels + pixel] = sum;
            }
        }
    }
}
