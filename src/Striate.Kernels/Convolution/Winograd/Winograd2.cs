using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>F(2, 3) over the points 0, 1, −1, ∞: 4 products for 2 outputs, as accurate as direct sums.</summary>
internal unsafe struct Winograd2 : IWinogradTransform
{
    public static int Tile => 2;

    public static int Size => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (x0, x1, x2, x3) = (TSimd.Load(from), TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep), TSimd.Load(from + 3 * fromStep));
        TSimd.Store(to, TSimd.Subtract(x0, x2));
        TSimd.Store(to + toStep, TSimd.Add(x1, x2));
        TSimd.Store(to + 2 * toStep, TSimd.Subtract(x2, x1));
        TSimd.Store(to + 3 * toStep, TSimd.Subtract(x3, x1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var half = TSimd.Broadcast(0.5f);
        var (w0, w1, w2) = (TSimd.Load(from), TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep));
        var (even, odd) = (TSimd.Multiply(TSimd.Add(w0, w2), half), TSimd.Multiply(w1, half));
        TSimd.Store(to, w0);
        TSimd.Store(to + toStep, TSimd.Add(even, odd));
        TSimd.Store(to + 2 * toStep, TSimd.Subtract(even, odd));
        TSimd.Store(to + 3 * toStep, w2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (p0, p1, p2, p3) = (TSimd.Load(from), TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep), TSimd.Load(from + 3 * fromStep));
        TSimd.Store(to, TSimd.Add(p0, TSimd.Add(p1, p2)));
        TSimd.Store(to + toStep, TSimd.Add(p3, TSimd.Subtract(p1, p2)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        // Numerators 1 ± p over N(±1) = 2 and N(0) = −1, whose sign Bᵀ's first row (1 − x²) carries; ∞ takes the last coefficient.
        var half = TSimd.Broadcast(0.5f);
        var (g0, g1) = (TSimd.Load(from), TSimd.Load(from + fromStep));
        TSimd.Store(to, g0);
        TSimd.Store(to + toStep, TSimd.Multiply(TSimd.Add(g0, g1), half));
        TSimd.Store(to + 2 * toStep, TSimd.Multiply(TSimd.Subtract(g0, g1), half));
        TSimd.Store(to + 3 * toStep, g1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Taps<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (p0, p1, p2, p3) = (TSimd.Load(from), TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep), TSimd.Load(from + 3 * fromStep));
        TSimd.Store(to, TSimd.Add(p0, TSimd.Add(p1, p2)));
        TSimd.Store(to + toStep, TSimd.Subtract(p1, p2));
        TSimd.Store(to + 2 * toStep, TSimd.Add(p3, TSimd.Add(p1, p2)));
    }
}
