using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Resampling;

/// <summary>The inner loop of a resampling: a weighted sum of equally long pieces of memory.</summary>
internal static unsafe class ResampleSums
{
    /// <summary>y[i] = Σₖ weights[k] · x[k · stride + i], or y[i] += that, for i below the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum<TVector, TSimd>(float* x, long stride, ReadOnlySpan<float> weights, float* y, int length, bool accumulate)
        where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        if (length < 4) Few(x, stride, weights, y, length, accumulate);
        else Many<TVector, TSimd>(x, stride, weights, y, length, accumulate);
    }

    private static void Few(float* x, long stride, ReadOnlySpan<float> weights, float* y, int length, bool accumulate)
    {
        for (var i = 0; i < length; i++)
        {
            var sum = accumulate ? y[i] : 0;
            var from = x + i;
            foreach (var weight in weights)
            {
                sum = MathF.FusedMultiplyAdd(weight, *from, sum);
                from += stride;
            }
            y[i] = sum;
        }
    }

    // Four sums side by side hide the latency of a multiply–add.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Many<TVector, TSimd>(float* x, long stride, ReadOnlySpan<float> weights, float* y, int length, bool accumulate)
        where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var i = 0;
        for (; i + 4 * TSimd.Count <= length; i += 4 * TSimd.Count)
        {
            var from = x + i;
            var to = y + i;
            TVector a = TSimd.Zero, b = a, c = a, d = a;
            if (accumulate) (a, b, c, d) = (TSimd.Load(to), TSimd.Load(to + TSimd.Count), TSimd.Load(to + 2 * TSimd.Count), TSimd.Load(to + 3 * TSimd.Count));
            foreach (var weight in weights)
            {
                var w = TSimd.Broadcast(weight);
                a = TSimd.MultiplyAdd(w, TSimd.Load(from), a);
                b = TSimd.MultiplyAdd(w, TSimd.Load(from + TSimd.Count), b);
                c = TSimd.MultiplyAdd(w, TSimd.Load(from + 2 * TSimd.Count), c);
                d = TSimd.MultiplyAdd(w, TSimd.Load(from + 3 * TSimd.Count), d);
                from += stride;
            }
            TSimd.Store(to, a);
            TSimd.Store(to + TSimd.Count, b);
            TSimd.Store(to + 2 * TSimd.Count, c);
            TSimd.Store(to + 3 * TSimd.Count, d);
        }
        for (; i < length; i += TSimd.Count)
        {
            var count = length - i;
            var from = x + i;
            var whole = count >= TSimd.Count;
            var sum = !accumulate ? TSimd.Zero : whole ? TSimd.Load(y + i) : TSimd.LoadFirst(y + i, count);
            foreach (var weight in weights)
            {
                sum = TSimd.MultiplyAdd(TSimd.Broadcast(weight), whole ? TSimd.Load(from) : TSimd.LoadFirst(from, count), sum);
                from += stride;
            }
            if (whole) TSimd.Store(y + i, sum);
            else TSimd.StoreFirst(y + i, sum, count);
        }
    }
}
