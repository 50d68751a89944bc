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

    // Exponentials that nobody keeps pass through here.
    private const int Piece = 512;

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
            Span<float> exponentials = stackalloc float[Piece];
            for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
            {
                var x = new ReadOnlySpan<float>(X + pixel * Channels, Channels);
                var y = new Span<float>(Y + pixel * Channels, Channels);
                var most = TensorPrimitives.Max(x);
                TensorPrimitives.Subtract(x, most, y);
                if (Logarithm)
                {
                    double sum = 0;
                    for (var c = 0; c < y.Length; c += Piece)
                    {
                        var piece = exponentials[..Math.Min(Piece, y.Length - c)];
                        TensorPrimitives.Exp(y.Slice(c, piece.Length), piece);
                        sum += TensorPrimitives.Sum<float>(piece);
                    }
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
            Span<float> products = stackalloc float[Piece];
            for (var pixel = Chunks.Start(task); pixel < Chunks.Start(task) + Chunks.Length(task); pixel++)
            {
                var y = new ReadOnlySpan<float>(Y + pixel * Channels, Channels);
                var dy = new ReadOnlySpan<float>(Dy + pixel * Channels, Channels);
                var sum = Logarithm ? TensorPrimitives.Sum(dy) : TensorPrimitives.Dot(dy, y);
                var dx = new Span<float>(Dx + pixel * Channels, Channels);
                for (var c = 0; c < Channels; c += Piece)
                {
                    var piece = products[..Math.Min(Piece, Channels - c)];
                    var from = y.Slice(c, piece.Length);
                    var to = dx.Slice(c, piece.Length);
                    if (Logarithm)
                    {
                        TensorPrimitives.Exp(from, piece);
                        TensorPrimitives.MultiplyAdd(piece, -sum, dy.Slice(c, piece.Length), piece);
                    }
                    else
                    {
                        TensorPrimitives.Subtract(dy.Slice(c, piece.Length), sum, piece);
                        TensorPrimitives.Multiply(piece, from, piece);
                    }
                    if (Accumulate) TensorPrimitives.Add(piece, to, to);
                    else piece.CopyTo(to);
                }
            }
        }
    }
}
