using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Winograd;

/// <summary>A one-dimensional transform over several rows or columns of a tile.</summary>
/// <remarks>
/// Each is a method of its own: inlined side by side into one caller, the transforms have more temporaries than the JIT is willing to inline in a method, and what it then
/// leaves as calls takes three times as long.
/// </remarks>
internal static unsafe class WinogradPass<TVector, TSimd, TTransform> where TVector : unmanaged where TSimd : struct, ISimd<TVector> where TTransform : struct, IWinogradTransform
{
    /// <summary>Bᵀ · x for each of <paramref name="count"/> rows, <paramref name="row"/> and <paramref name="toRow"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Input(int count, float* from, nint row, nint step, float* to, nint toRow, nint toStep)
    {
        for (; count > 0; count--, from += row, to += toRow) TTransform.Input<TVector, TSimd>(from, step, to, toStep);
    }

    /// <summary>G · w for each of <paramref name="count"/> rows, <paramref name="row"/> and <paramref name="toRow"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Weights(int count, float* from, nint row, nint step, float* to, nint toRow, nint toStep)
    {
        for (; count > 0; count--, from += row, to += toRow) TTransform.Weights<TVector, TSimd>(from, step, to, toStep);
    }

    /// <summary>Aᵀ · p for each of <paramref name="count"/> rows, <paramref name="row"/> and <paramref name="toRow"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Output(int count, float* from, nint row, nint step, float* to, nint toRow, nint toStep)
    {
        for (; count > 0; count--, from += row, to += toRow) TTransform.Output<TVector, TSimd>(from, step, to, toStep);
    }

    /// <summary>G' · dy for each of <paramref name="count"/> rows, <paramref name="row"/> and <paramref name="toRow"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Gradient(int count, float* from, nint row, nint step, float* to, nint toRow, nint toStep)
    {
        for (; count > 0; count--, from += row, to += toRow) TTransform.Gradient<TVector, TSimd>(from, step, to, toStep);
    }

    /// <summary>the taps of products for each of <paramref name="count"/> rows, <paramref name="row"/> and <paramref name="toRow"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Taps(int count, float* from, nint row, nint step, float* to, nint toRow, nint toStep)
    {
        for (; count > 0; count--, from += row, to += toRow) TTransform.Taps<TVector, TSimd>(from, step, to, toStep);
    }
}
