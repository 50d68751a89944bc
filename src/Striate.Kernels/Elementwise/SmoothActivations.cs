using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Elementwise;

/// <summary>Activations with a formula of more than a line, and their derivatives. Calls of their own: their code would crowd out the plain ones in an epilogue.</summary>
internal static class SmoothActivations<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    private const float SeluScale = 1.0507009873554805f;
    private const float SeluAlpha = 1.6732632423543772f;

    // √(2 / π) and its product with 0.044715.
    private const float TanhLinear = 0.7978845608f;
    private const float TanhCubic = 0.0356774081f;

    /// <summary>x · Φ(x).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector Gelu(TVector x) => TSimd.Multiply(x, Gaussian<TVector, TSimd>.Distribution(x));

    /// <summary>Φ(x) + x · φ(x).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector GeluSlope(TVector x) => TSimd.MultiplyAdd(x, Gaussian<TVector, TSimd>.Density(x), Gaussian<TVector, TSimd>.Distribution(x));

    /// <summary>½ x · (1 + tanh u) = x · sigmoid(2u) with u = √(2 / π) · (x + 0.044715 x³).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector GeluTanh(TVector x) => TSimd.Multiply(x, Exponential<TVector, TSimd>.Sigmoid(Twice(x)));

    /// <summary>s + x · s · (1 − s) · 2u' with s = sigmoid(2u).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector GeluTanhSlope(TVector x)
    {
        var s = Exponential<TVector, TSimd>.Sigmoid(Twice(x));
        var slope = TSimd.MultiplyAdd(TSimd.Multiply(x, x), TSimd.Broadcast(6 * TanhCubic), TSimd.Broadcast(2 * TanhLinear));
        return TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Multiply(x, s), TSimd.Subtract(TSimd.Broadcast(1), s)), slope, s);
    }

    /// <summary>λ · x for x &gt; 0, otherwise λ · α · (exp(x) − 1).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector Selu(TVector x)
    {
        var negative = TSimd.Multiply(TSimd.Broadcast(SeluScale * SeluAlpha), Exponential<TVector, TSimd>.ExpMinusOne(TSimd.Min(x, TSimd.Zero)));
        return TSimd.SelectPositive(x, TSimd.Multiply(x, TSimd.Broadcast(SeluScale)), negative);
    }

    /// <summary>λ where y is positive, otherwise y + λ · α.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SeluSlope(TVector y) => TSimd.SelectPositive(y, TSimd.Broadcast(SeluScale), TSimd.Add(y, TSimd.Broadcast(SeluScale * SeluAlpha)));

    /// <summary>log(1 + exp(x)) = max(x, 0) + log(1 + exp(−|x|)).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector Softplus(TVector x) => TSimd.Add(TSimd.Max(x, TSimd.Zero), Gaussian<TVector, TSimd>.LogOnePlus(Exponential<TVector, TSimd>.Exp(TSimd.NegativeAbsolute(x))));

    /// <summary>sigmoid(x) = 1 − exp(−y).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector SoftplusSlope(TVector y) => TSimd.Subtract(TSimd.Zero, Exponential<TVector, TSimd>.ExpMinusOne(TSimd.Subtract(TSimd.Zero, y)));

    // 2u.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Twice(TVector x) => TSimd.Multiply(x, TSimd.MultiplyAdd(TSimd.Multiply(x, x), TSimd.Broadcast(2 * TanhCubic), TSimd.Broadcast(2 * TanhLinear)));
}
