using System.Runtime.Intrinsics;
using Striate.Kernels.Convolution;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Pooling;

/// <summary>Sums over all pixels of a map, with a weight for each pair of region and pixel: the maps of a batch times one matrix.</summary>
public static unsafe class RegionSums
{
    /// <summary>Floats that <see cref="Forward"/> and <see cref="WeightGradient"/> work in.</summary>
    public static long ScratchLength(int regions, int pixels, int batch, int channels)
    {
        var lanes = SimdWidth.Bits / 32;
        return Math.Max((long)regions * pixels, (long)(regions + lanes - 1) / lanes * lanes * batch * channels);
    }

    /// <summary>y[n, r] = Σ over p of w[r, p] · x[n, p], channel by channel.</summary>
    public static void Forward(ReadOnlySpan<float> w, int regions, int pixels, int batch, int channels, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireLength("w", w.Length, (long)regions * pixels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(regions, pixels, batch, channels));
        var turned = scratch[..(regions * pixels)];
        Layouts.ToChannelsFirst(w, 1, pixels, regions, turned, accumulate: false, pool);
        Multiply(turned, regions, pixels, batch, channels, x, y, accumulate: false, pool);
    }

    /// <summary>dx[n, p] = Σ over r of w[r, p] · dy[n, r], or dx += that.</summary>
    public static void Backward(ReadOnlySpan<float> w, int regions, int pixels, int batch, int channels, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate, WorkerPool pool)
    {
        Spans.RequireLength("w", w.Length, (long)regions * pixels);
        Multiply(w, pixels, regions, batch, channels, dy, dx, accumulate, pool);
    }

    /// <summary>dw[r, p] = Σ over examples and channels of dy[n, r] · x[n, p].</summary>
    public static void WeightGradient(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, int regions, int pixels, int batch, int channels, Span<float> dw, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("dy", dy.Length, (long)batch * regions, channels, channels);
        Spans.RequireMap("x", x.Length, (long)batch * pixels, channels, channels);
        Spans.RequireLength("dw", dw.Length, (long)regions * pixels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(regions, pixels, batch, channels));
        fixed (float* left = dy, right = x, to = dw, packed = scratch)
        {
            switch (SimdWidth.Bits)
            {
                case 512: RegionGradientGrid<Vector512<float>, Simd512>.Run(left, right, regions, pixels, batch, channels, to, packed, pool); break;
                case 256: RegionGradientGrid<Vector256<float>, Simd256>.Run(left, right, regions, pixels, batch, channels, to, packed, pool); break;
                default: RegionGradientGrid<Vector128<float>, Simd128>.Run(left, right, regions, pixels, batch, channels, to, packed, pool); break;
            }
        }
    }

    // Weights as inner × rows: those of neighbouring rows lie side by side.
    private static void Multiply(ReadOnlySpan<float> w, int rows, int inner, int batch, int channels, ReadOnlySpan<float> x, Span<float> y, bool accumulate, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, (long)batch * inner, channels, channels);
        Spans.RequireMap("y", y.Length, (long)batch * rows, channels, channels);
        fixed (float* weights = w, from = x, to = y)
        {
            switch (SimdWidth.Bits)
            {
                case 512: RegionProductGrid<Vector512<float>, Simd512>.Run(weights, rows, inner, batch, channels, from, to, accumulate, pool); break;
                case 256: RegionProductGrid<Vector256<float>, Simd256>.Run(weights, rows, inner, batch, channels, from, to, accumulate, pool); break;
                default: RegionProductGrid<Vector128<float>, Simd128>.Run(weights, rows, inner, batch, channels, from, to, accumulate, pool); break;
            }
        }
    }
}
