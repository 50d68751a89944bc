using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Elementwise;

/// <summary>Functions built on one exponential, for any vector.</summary>
/// <remarks>
/// exp(x) = 2ⁿ · exp(r) with n = round(x / ln 2) and r = x − n · ln 2, |r| ≤ ln 2 / 2, where ln 2 is subtracted in two parts so that the first product is exact
/// (Cody &amp; Waite 1980). exp(r) − 1 = r + r² · q(r) with the polynomial q of Moshier's Cephes library (expf.c). Kept apart from the 1, it gives
/// exp(x) − 1 without cancellation: (2ⁿ − 1) + 2ⁿ · (r + r² · q(r)). Errors in units in the last place are tested and stand in docs/numerics.md.
/// </remarks>
internal static class Exponential<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>exp(x) for x ≤ 0; 0 below −88, where it is no normal float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        var power = Split(x, out var rest);
        return TSimd.MultiplyAdd(power, rest, power);
    }

    /// <summary>exp(x) − 1 for x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinusOne(TVector x)
    {
        var power = Split(x, out var rest);
        return TSimd.MultiplyAdd(power, rest, TSimd.Subtract(power, TSimd.Broadcast(1)));
    }

    /// <summary>1 / (1 + exp(−x)), from exp(−|x|), which does not overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var e = Exp(TSimd.NegativeAbsolute(x));
        return TSimd.Divide(TSimd.SelectPositive(x, TSimd.Broadcast(1), e), TSimd.Add(TSimd.Broadcast(1), e));
    }

    /// <summary>tanh |x| = −t / (2 + t) with t = exp(−2|x|) − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var t = ExpMinusOne(TSimd.Multiply(TSimd.Broadcast(2), TSimd.NegativeAbsolute(x)));
        var negative = TSimd.Divide(t, TSimd.Add(TSimd.Broadcast(2), t));
        return TSimd.SelectPositive(x, TSimd.Subtract(TSimd.Zero, negative), negative);
    }

    // 2ⁿ, and exp(r) − 1 as the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Split(TVector x, out TVector rest)
    {
        // 1.5 · 2²³ + 127: adding it rounds to a whole number and leaves n + 127 in the low bits.
        const float Magic = 12582912 + 127;
        x = TSimd.Max(x, TSimd.Broadcast(-88));
        var shifted = TSimd.MultiplyAdd(x, TSimd.Broadcast(1.44269504f), TSimd.Broadcast(Magic));
        var n = TSimd.Subtract(shifted, TSimd.Broadcast(Magic));
        var r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-0.693359375f), x);
        r = TSimd.MultiplyAdd(n, TSimd.Broadcast(2.12194440e-4f), r);
        var q = TSimd.MultiplyAdd(TSimd.Broadcast(1.9875691500e-4f), r, TSimd.Broadcast(1.3981999507e-3f));
        q = TSimd.MultiplyAdd(q, r, TSimd.Broadcast(8.3334519073e-3f));
        q = TSimd.MultiplyAdd(q, r, TSimd.Broadcast(4.1665795894e-2f));
        q = TSimd.MultiplyAdd(q, r, TSimd.Broadcast(1.6666665459e-1f));
        q = TSimd.MultiplyAdd(q, r, TSimd.Broadcast(5.0000001201e-1f));
        rest = TSimd.MultiplyAdd(TSimd.Multiply(r, r), q, r);
        return TSimd.ExponentFromLowBits(shifted);
    }
}
