using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Normalization;

/// <summary>Sums over the channels of a pixel, four vectors at once; lanes are added in their order.</summary>
internal static unsafe class PixelMoments<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Mean and 1 / √(variance + ε) in two passes over numbers that stay in the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Take(float* x, int channels, float epsilon, out float mean, out float inverseDeviation)
    {
        TVector a = TSimd.Zero, b = TSimd.Zero, d = TSimd.Zero, e = TSimd.Zero;
        var c = 0;
        for (; c <= channels - 4 * TSimd.Count; c += 4 * TSimd.Count)
        {
            a = TSimd.Add(a, TSimd.Load(x + c));
            b = TSimd.Add(b, TSimd.Load(x + c + TSimd.Count));
            d = TSimd.Add(d, TSimd.Load(x + c + 2 * TSimd.Count));
            e = TSimd.Add(e, TSimd.Load(x + c + 3 * TSimd.Count));
        }
        for (; c <= channels - TSimd.Count; c += TSimd.Count) a = TSimd.Add(a, TSimd.Load(x + c));
        var sum = Sum(TSimd.Add(TSimd.Add(a, b), TSimd.Add(d, e)));
        for (; c < channels; c++) sum += x[c];
        mean = (float)(sum / channels);

        var middle = TSimd.Broadcast(mean);
        a = b = d = e = TSimd.Zero;
        for (c = 0; c <= channels - 4 * TSimd.Count; c += 4 * TSimd.Count)
        {
            var (f, g) = (TSimd.Subtract(TSimd.Load(x + c), middle), TSimd.Subtract(TSimd.Load(x + c + TSimd.Count), middle));
            var (h, i) = (TSimd.Subtract(TSimd.Load(x + c + 2 * TSimd.Count), middle), TSimd.Subtract(TSimd.Load(x + c + 3 * TSimd.Count), middle));
            a = TSimd.MultiplyAdd(f, f, a);
            b = TSimd.MultiplyAdd(g, g, b);
            d = TSimd.MultiplyAdd(h, h, d);
            e = TSimd.MultiplyAdd(i, i, e);
        }
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
        {
            var f = TSimd.Subtract(TSimd.Load(x + c), middle);
            a = TSimd.MultiplyAdd(f, f, a);
        }
        sum = Sum(TSimd.Add(TSimd.Add(a, b), TSimd.Add(d, e)));
        for (; c < channels; c++) sum += ((double)x[c] - mean) * (x[c] - mean);
        inverseDeviation = (float)(1 / Math.Sqrt(sum / channels + epsilon));
    }

    /// <summary>The lanes of a vector, added in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(TVector vector)
    {
        double sum = 0;
        for (var lane = 0; lane < TSimd.Count; lane++) sum += ((float*)&vector)[lane];
        return sum;
    }
}
