using System.Numerics;
using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Mean and sum of squared deviations of a chunk of pixels: two passes over numbers that stay in the cache.</summary>
internal unsafe struct StatisticsGrid : IGrid
{
    public Chunks Chunks;
    public float* X;
    public int Stride;
    public int Channels;
    public float* Slots;

    public readonly void Run(int task, int worker)
    {
        if (Vector512.IsHardwareAccelerated) Run<Vector512<float>, Simd512>(task);
        else Run<Vector<float>, SimdPortable>(task);
    }

    private readonly void Run<TVector, TSimd>(int task) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var pixels = Chunks.Length(task);
        var x = X + Chunks.Start(task) * Stride;
        var means = Slots + 2L * task * Channels;
        var c = 0;
        // Four vectors at once: runs of memory that the prefetcher follows.
        for (; c <= Channels - 4 * TSimd.Count; c += 4 * TSimd.Count) FourVectors<TVector, TSimd>(x + c, pixels, means + c);
        for (; c <= Channels - TSimd.Count; c += TSimd.Count) OneVector<TVector, TSimd>(x + c, pixels, means + c);
        for (; c < Channels; c++) OneChannel(x + c, pixels, means + c);
    }

    private readonly void FourVectors<TVector, TSimd>(float* x, int pixels, float* means) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        TVector a = TSimd.Zero, b = TSimd.Zero, c = TSimd.Zero, d = TSimd.Zero;
        var from = x;
        for (var pixel = 0; pixel < pixels; pixel++, from += Stride)
        {
            a = TSimd.Add(a, TSimd.Load(from));
            b = TSimd.Add(b, TSimd.Load(from + TSimd.Count));
            c = TSimd.Add(c, TSimd.Load(from + 2 * TSimd.Count));
            d = TSimd.Add(d, TSimd.Load(from + 3 * TSimd.Count));
        }
        // Quotients, not products by 1 / pixels: the mean of equal numbers is that number.
        var count = TSimd.Broadcast(pixels);
        var (meanA, meanB, meanC, meanD) = (TSimd.Divide(a, count), TSimd.Divide(b, count), TSimd.Divide(c, count), TSimd.Divide(d, count));
        a = b = c = d = TSimd.Zero;
        for (var pixel = 0; pixel < pixels; pixel++, x += Stride)
        {
            var (e, f) = (TSimd.Subtract(TSimd.Load(x), meanA), TSimd.Subtract(TSimd.Load(x + TSimd.Count), meanB));
            var (g, h) = (TSimd.Subtract(TSimd.Load(x + 2 * TSimd.Count), meanC), TSimd.Subtract(TSimd.Load(x + 3 * TSimd.Count), meanD));
            a = TSimd.MultiplyAdd(e, e, a);
            b = TSimd.MultiplyAdd(f, f, b);
            c = TSimd.MultiplyAdd(g, g, c);
            d = TSimd.MultiplyAdd(h, h, d);
        }
        Give<TVector, TSimd>(means, meanA, a);
        Give<TVector, TSimd>(means + TSimd.Count, meanB, b);
        Give<TVector, TSimd>(means + 2 * TSimd.Count, meanC, c);
        Give<TVector, TSimd>(means + 3 * TSimd.Count, meanD, d);
    }

    private readonly void OneVector<TVector, TSimd>(float* x, int pixels, float* means) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        // Four sums at once hide the latency of an addition.
        TVector a = TSimd.Zero, b = TSimd.Zero, c = TSimd.Zero, d = TSimd.Zero;
        var (from, pixel, step) = ((nint)x, 0, (nint)Stride);
        for (; pixel <= pixels - 4; pixel += 4, from += 4 * step * sizeof(float))
        {
            a = TSimd.Add(a, TSimd.Load((float*)from));
            b = TSimd.Add(b, TSimd.Load((float*)from + step));
            c = TSimd.Add(c, TSimd.Load((float*)from + 2 * step));
            d = TSimd.Add(d, TSimd.Load((float*)from + 3 * step));
        }
        for (; pixel < pixels; pixel++) a = TSimd.Add(a, TSimd.Load(x + pixel * step));
        var mean = TSimd.Divide(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Broadcast(pixels));
        a = b = c = d = TSimd.Zero;
        for (pixel = 0; pixel <= pixels - 4; pixel += 4)
        {
            var four = x + pixel * step;
            var (e, f) = (TSimd.Subtract(TSimd.Load(four), mean), TSimd.Subtract(TSimd.Load(four + step), mean));
            var (g, h) = (TSimd.Subtract(TSimd.Load(four + 2 * step), mean), TSimd.Subtract(TSimd.Load(four + 3 * step), mean));
            a = TSimd.MultiplyAdd(e, e, a);
            b = TSimd.MultiplyAdd(f, f, b);
            c = TSimd.MultiplyAdd(g, g, c);
            d = TSimd.MultiplyAdd(h, h, d);
        }
        for (; pixel < pixels; pixel++)
        {
            var e = TSimd.Subtract(TSimd.Load(x + pixel * step), mean);
            a = TSimd.MultiplyAdd(e, e, a);
        }
        Give<TVector, TSimd>(means, mean, TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)));
    }

    private readonly void OneChannel(float* x, int pixels, float* means)
    {
        double sum = 0, square = 0;
        for (var pixel = 0; pixel < pixels; pixel++) sum += x[(long)pixel * Stride];
        var mean = (float)(sum / pixels);
        for (var pixel = 0; pixel < pixels; pixel++) square += ((double)x[(long)pixel * Stride] - mean) * (x[(long)pixel * Stride] - mean);
        (means[0], means[Channels]) = (mean, (float)square);
    }

    private readonly void Give<TVector, TSimd>(float* means, TVector mean, TVector squares) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        TSimd.Store(means, mean);
        TSimd.Store(means + Channels, squares);
    }
}
