using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>F(4, 3) over the points 0, ±a, ±b, ∞: 6 products for 4 outputs.</summary>
/// <remarks>
/// Row i of Bᵀ holds the coefficients of the product of (x − other finite points), G holds (1, p, p²) over that product at p, column i of Aᵀ holds (1, p, p², p³);
/// the point ∞ takes the leading coefficients. a = 5/8 and b = 3/2 keep all of them within a factor of 4: measured beside the textbook's 1 and 2,
/// half the error on average and a quarter of the largest (<c>docs/numerics.md</c>).
/// </remarks>
internal unsafe struct Winograd4 : IWinogradTransform
{
    private const float A = 0.625f;
    private const float B = 1.5f;
    private const float A2 = A * A;
    private const float B2 = B * B;

    // The product of (p − other finite points) at p = ±a and ±b.
    private const float OverA = 1 / (2 * A2 * (A2 - B2));
    private const float OverB = 1 / (2 * B2 * (B2 - A2));

    public static int Tile => 4;

    public static int Size => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (x0, x1, x2) = (TSimd.Load(from), TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep));
        var (x3, x4, x5) = (TSimd.Load(from + 3 * fromStep), TSimd.Load(from + 4 * fromStep), TSimd.Load(from + 5 * fromStep));
        var (product, sum) = (TSimd.Broadcast(A2 * B2), TSimd.Broadcast(-(A2 + B2)));
        TSimd.Store(to, TSimd.MultiplyAdd(product, x0, TSimd.MultiplyAdd(sum, x2, x4)));
        TSimd.Store(to + 5 * toStep, TSimd.MultiplyAdd(product, x1, TSimd.MultiplyAdd(sum, x3, x5)));
        // ±a: x⁴ − b²x² ± a(x³ − b²x); ±b: the same with a and b exchanged.
        var b2 = TSimd.Broadcast(-B2);
        var (even, odd) = (TSimd.MultiplyAdd(b2, x2, x4), TSimd.Multiply(TSimd.Broadcast(A), TSimd.MultiplyAdd(b2, x1, x3)));
        TSimd.Store(to + toStep, TSimd.Add(even, odd));
        TSimd.Store(to + 2 * toStep, TSimd.Subtract(even, odd));
        var a2 = TSimd.Broadcast(-A2);
        (even, odd) = (TSimd.MultiplyAdd(a2, x2, x4), TSimd.Multiply(TSimd.Broadcast(B), TSimd.MultiplyAdd(a2, x1, x3)));
        TSimd.Store(to + 3 * toStep, TSimd.Add(even, odd));
        TSimd.Store(to + 4 * toStep, TSimd.Subtract(even, odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (w0, w1, w2) = (TSimd.Load(from), TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep));
        TSimd.Store(to, TSimd.Multiply(TSimd.Broadcast(1 / (A2 * B2)), w0));
        TSimd.Store(to + 5 * toStep, w2);
        // Numerators even (1, p²) and odd (p).
        var (even, odd) = (TSimd.MultiplyAdd(TSimd.Broadcast(A2 * OverA), w2, TSimd.Multiply(TSimd.Broadcast(OverA), w0)), TSimd.Multiply(TSimd.Broadcast(A * OverA), w1));
        TSimd.Store(to + toStep, TSimd.Add(even, odd));
        TSimd.Store(to + 2 * toStep, TSimd.Subtract(even, odd));
        (even, odd) = (TSimd.MultiplyAdd(TSimd.Broadcast(B2 * OverB), w2, TSimd.Multiply(TSimd.Broadcast(OverB), w0)), TSimd.Multiply(TSimd.Broadcast(B * OverB), w1));
        TSimd.Store(to + 3 * toStep, TSimd.Add(even, odd));
        TSimd.Store(to + 4 * toStep, TSimd.Subtract(even, odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (p1, p2, p3, p4) = (TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep), TSimd.Load(from + 3 * fromStep), TSimd.Load(from + 4 * fromStep));
        var (evenA, oddA, evenB, oddB) = (TSimd.Add(p1, p2), TSimd.Subtract(p1, p2), TSimd.Add(p3, p4), TSimd.Subtract(p3, p4));
        TSimd.Store(to, TSimd.Add(TSimd.Load(from), TSimd.Add(evenA, evenB)));
        TSimd.Store(to + toStep, TSimd.MultiplyAdd(TSimd.Broadcast(A), oddA, TSimd.Multiply(TSimd.Broadcast(B), oddB)));
        TSimd.Store(to + 2 * toStep, TSimd.MultiplyAdd(TSimd.Broadcast(A2), evenA, TSimd.Multiply(TSimd.Broadcast(B2), evenB)));
        var cubes = TSimd.MultiplyAdd(TSimd.Broadcast(A2 * A), oddA, TSimd.Multiply(TSimd.Broadcast(B2 * B), oddB));
        TSimd.Store(to + 3 * toStep, TSimd.Add(cubes, TSimd.Load(from + 5 * fromStep)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (g0, g1, g2, g3) = (TSimd.Load(from), TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep), TSimd.Load(from + 3 * fromStep));
        TSimd.Store(to, TSimd.Multiply(TSimd.Broadcast(1 / (A2 * B2)), g0));
        TSimd.Store(to + 5 * toStep, g3);
        // As for weights, with one coefficient more: even (1, p²) and odd (p, p³).
        var even = TSimd.MultiplyAdd(TSimd.Broadcast(A2 * OverA), g2, TSimd.Multiply(TSimd.Broadcast(OverA), g0));
        var odd = TSimd.MultiplyAdd(TSimd.Broadcast(A2 * A * OverA), g3, TSimd.Multiply(TSimd.Broadcast(A * OverA), g1));
        TSimd.Store(to + toStep, TSimd.Add(even, odd));
        TSimd.Store(to + 2 * toStep, TSimd.Subtract(even, odd));
        even = TSimd.MultiplyAdd(TSimd.Broadcast(B2 * OverB), g2, TSimd.Multiply(TSimd.Broadcast(OverB), g0));
        odd = TSimd.MultiplyAdd(TSimd.Broadcast(B2 * B * OverB), g3, TSimd.Multiply(TSimd.Broadcast(B * OverB), g1));
        TSimd.Store(to + 3 * toStep, TSimd.Add(even, odd));
        TSimd.Store(to + 4 * toStep, TSimd.Subtract(even, odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Taps<TVector, TSimd>(float* from, nint fromStep, float* to, nint toStep) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var (p1, p2, p3, p4) = (TSimd.Load(from + fromStep), TSimd.Load(from + 2 * fromStep), TSimd.Load(from + 3 * fromStep), TSimd.Load(from + 4 * fromStep));
        var (evenA, oddA, evenB, oddB) = (TSimd.Add(p1, p2), TSimd.Subtract(p1, p2), TSimd.Add(p3, p4), TSimd.Subtract(p3, p4));
        TSimd.Store(to, TSimd.Add(TSimd.Load(from), TSimd.Add(evenA, evenB)));
        TSimd.Store(to + toStep, TSimd.MultiplyAdd(TSimd.Broadcast(A), oddA, TSimd.Multiply(TSimd.Broadcast(B), oddB)));
        var squares = TSimd.MultiplyAdd(TSimd.Broadcast(A2), evenA, TSimd.Multiply(TSimd.Broadcast(B2), evenB));
        TSimd.Store(to + 2 * toStep, TSimd.Add(squares, TSimd.Load(from + 5 * fromStep)));
    }
}
