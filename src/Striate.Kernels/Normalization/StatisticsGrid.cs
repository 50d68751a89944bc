using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Mean and sum of squared deviations of a chunk of pixels: two passes over numbers that stay in the first-level cache.</summary>
internal unsafe struct StatisticsGrid : IGrid
{
    public Chunks Chunks;
    public float* X;
    public int Stride;
    public int Channels;
    public float* Slots;

    public readonly void Run(int task, int worker)
    {
        var pixels = Chunks.Length(task);
        var x = X + Chunks.Start(task) * Stride;
        var means = Slots + 2L * task * Channels;
        var squares = means + Channels;
        var c = 0;
        for (; c + Vector<float>.Count <= Channels; c += Vector<float>.Count)
        {
            // A quotient, not a product by 1 / pixels: the mean of equal numbers is that number.
            var mean = Sum(x + c, pixels) / new Vector<float>(pixels);
            Vector.Store(mean, means + c);
            Vector.Store(SumOfSquares(x + c, pixels, mean), squares + c);
        }
        for (; c < Channels; c++)
        {
            double sum = 0, square = 0;
            for (var pixel = 0; pixel < pixels; pixel++) sum += x[(long)pixel * Stride + c];
            var mean = (float)(sum / pixels);
            for (var pixel = 0; pixel < pixels; pixel++) square += ((double)x[(long)pixel * Stride + c] - mean) * (x[(long)pixel * Stride + c] - mean);
            (means[c], squares[c]) = (mean, (float)square);
        }
    }

    // Four sums at once hide the latency of an addition.
    private readonly Vector<float> Sum(float* x, int pixels)
    {
        Vector<float> a = default, b = default, c = default, d = default;
        var pixel = 0;
        for (; pixel + 4 <= pixels; pixel += 4, x += 4 * (nint)Stride)
        {
            a += Vector.Load(x);
            b += Vector.Load(x + Stride);
            c += Vector.Load(x + 2 * (nint)Stride);
            d += Vector.Load(x + 3 * (nint)Stride);
        }
        for (; pixel < pixels; pixel++, x += Stride) a += Vector.Load(x);
        return a + b + (c + d);
    }

    private readonly Vector<float> SumOfSquares(float* x, int pixels, Vector<float> mean)
    {
        Vector<float> a = default, b = default, c = default, d = default;
        var pixel = 0;
        for (; pixel + 4 <= pixels; pixel += 4, x += 4 * (nint)Stride)
        {
            var (e, f) = (Vector.Load(x) - mean, Vector.Load(x + Stride) - mean);
            var (g, h) = (Vector.Load(x + 2 * (nint)Stride) - mean, Vector.Load(x + 3 * (nint)Stride) - mean);
            a += e * e;
            b += f * f;
            c += g * g;
            d += h * h;
        }
        for (; pixel < pixels; pixel++, x += Stride)
        {
            var e = Vector.Load(x) - mean;
            a += e * e;
        }
        return a + b + (c + d);
    }
}
