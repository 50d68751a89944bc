using System.Numerics;

namespace Striate.Kernels.Arrays;

/// <summary>Numbers of one type as numbers of another.</summary>
public static class Conversion
{
    /// <summary>Fractions are dropped; what is too large for a type of whole numbers keeps its lowest bits, as a cast in C does on this machine.</summary>
    public static void Run<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> y) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        if (typeof(TFrom) == typeof(float) && typeof(TTo) != typeof(float))
            for (var i = 0; i < x.Length; i++) y[i] = TTo.CreateTruncating(Whole(float.CreateTruncating(x[i])));
        else
            for (var i = 0; i < x.Length; i++) y[i] = TTo.CreateTruncating(x[i]);
    }

    /// <summary>Whether numbers are not 0: 0 or 1 each.</summary>
    public static void Truths<TFrom>(ReadOnlySpan<TFrom> x, Span<byte> y) where TFrom : unmanaged, INumber<TFrom>
    {
        for (var i = 0; i < x.Length; i++) y[i] = TFrom.IsZero(x[i]) ? (byte)0 : (byte)1;
    }

    // What no whole number is near is the least of them, as the processor has it.
    private static long Whole(float x) => x is >= -9.2233720368547758e18f and < 9.2233720368547758e18f ? (long)x : long.MinValue;
}
