using System.Numerics.Tensors;
using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Elementwise;

/// <summary>Softmax over the channels of each pixel, and its logarithm; exponents are relative to the largest channel, so that nothing overflows.</summary>
public static unsafe class Softmax
{
    /// <summary>y[c] = exp(x[c]) / Σ exp(x), or its logarithm x[c] − log Σ exp(x).</summary>
    public static void Forward(bool logarithm, ReadOnlySpan<float> x, int pixels, int channels, Span<float> y, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, channels);
        Spans.RequireMap("y", y.Length, pixels, channels, channels);
        fixed (float* from = x, to = y)
        {
            var grid = new ForwardGrid { Chunks = ChunksOf(pixels, channels), Channels = channels, Logarithm = logarithm, X = from, Y = to };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>dx from y: y · (dy − Σ dy · y), or dy − exp(y) · Σ dy of the logarithm; or dx += that.</summary>
    public static void Backward(bool logarithm, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int pixels, int channels, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("y", y.Length, pixels, channels, channels);
        Spans.RequireMap("dy", dy.Length, pixels, channels, channels);
        Spans.RequireMap("dx", dx.Length, pixels, channels, channels);
        fixed (float* output = y, from = dy, to = dx)
        {
            var grid = new BackwardGrid { Chunks = ChunksOf(pixels, channels), Channels = channels, Logarithm = logarithm, Y = output, Dy = from, Dx = to, Accumulate = accumulate };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    private static Chunks ChunksOf(int pixels, int channels) => new(pixels, Math.Max(1, Chunks.Floats / 4 / channels));

    private struct ForwardGrid : IGrid
    {
        public Chunks Chunks;
        public int Channels;
        public bool Logarithm;
        public float* X;
        public float* Y;

        public readonly void Run(int task, int worker)
        {
            for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
            {
                var x = new ReadOnlySpan<float>(X + pixel * Channels, Channels);
                var y = new Span<float>(Y + pixel * Channels, Channels);
                var most = TensorPrimitives.Max(x);
                TensorPrimitives.Subtract(x, most, y);
                if (Logarithm)
                {
                    double sum = 0;
                    foreach (var value in y) sum += Math.Exp(value);
                    TensorPrimitives.Subtract(y, (float)Math.Log(sum), y);
                }
                else
                {
                    TensorPrimitives.Exp(y, y);
                    TensorPrimitives.Divide(y, TensorPrimitives.Sum<float>(y), y);
                }
            }
        }
    }

    private struct BackwardGrid : IGrid
    {
        public Chunks Chunks;
        public int Channels;
        public bool Logarithm;
        public float* Y;
        public float* Dy;
        public float* Dx;
        public bool Accumulate;

        public readonly void Run(int task, int worker)
        {
            for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
            {
                var y = new ReadOnlySpan<float>(Y + pixel * Channels, Channels);
                var dy = new ReadOnlySpan<float>(Dy + pixel * Channels, Channels);
                var sum = Logarithm ? TensorPrimitives.Sum(dy) : TensorPrimitives.Dot(dy, y);
                var dx = Dx + pixel * Channels;
                for (var c = 0; c < Channels; c++)
                {
                    var value = Logarithm ? dy[c] - MathF.Exp(y[c]) * sum : y[c] * (dy[c] - sum);
                    dx[c] = Accumulate ? dx[c] + value : value;
                }
            }
        }
    }
}
