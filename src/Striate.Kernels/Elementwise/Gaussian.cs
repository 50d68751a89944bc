using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Elementwise;

/// <summary>The normal distribution and the logarithm of 1 + x for any vector.</summary>
internal static class Gaussian<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Φ(x) = ½ erfc(−x / √2).</summary>
    /// <remarks>erfc(z) = t · exp(−z² + p(t)) with t = 1 / (1 + z / 2) for z ≥ 0, with the polynomial p of Press, Teukolsky, Vetterling, Flannery (Numerical Recipes, erfcc): a relative error below 1.2e-7.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Distribution(TVector x)
    {
        var z = TSimd.Multiply(TSimd.NegativeAbsolute(x), TSimd.Broadcast(-0.707106781f));
        var one = TSimd.Broadcast(1);
        var t = TSimd.Divide(one, TSimd.MultiplyAdd(z, TSimd.Broadcast(0.5f), one));
        var p = TSimd.MultiplyAdd(t, TSimd.Broadcast(0.17087277f), TSimd.Broadcast(-0.82215223f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(1.48851587f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(-1.13520398f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.27886807f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(-0.18628806f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.09678418f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.37409196f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(1.00002368f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(-1.26551223f));
        var power = TSimd.Subtract(p, TSimd.Multiply(z, z));
        var half = TSimd.Multiply(TSimd.Multiply(t, TSimd.Broadcast(0.5f)), Exponential<TVector, TSimd>.Exp(power));
        return TSimd.SelectPositive(x, TSimd.Subtract(one, half), half);
    }

    /// <summary>φ(x) = exp(−x² / 2) / √(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Density(TVector x) =>
        TSimd.Multiply(Exponential<TVector, TSimd>.Exp(TSimd.Multiply(TSimd.Multiply(x, x), TSimd.Broadcast(-0.5f))), TSimd.Broadcast(0.398942280f));

    /// <summary>log(1 + e) for 0 ≤ e ≤ 1, as 2 artanh(e / (2 + e)): its series in s² ≤ 1/9, cut where it is below half a unit in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOnePlus(TVector e)
    {
        var s = TSimd.Divide(e, TSimd.Add(e, TSimd.Broadcast(2)));
        var square = TSimd.Multiply(s, s);
        var sum = TSimd.MultiplyAdd(square, TSimd.Broadcast(2f / 15), TSimd.Broadcast(2f / 13));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Broadcast(2f / 11));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Broadcast(2f / 9));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Broadcast(2f / 7));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Broadcast(2f / 5));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Broadcast(2f / 3));
        return TSimd.MultiplyAdd(TSimd.Multiply(sum, square), s, TSimd.Add(s, s));
    }
}
