using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Fft;

/// <summary>Transforms of whole lines of 1, 2, 4, 8 … numbers, unscaled.</summary>
internal static unsafe class FftTransform<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Frequencies in the order of <see cref="FftTables.PlacesOf"/>; <paramref name="to"/> may be <paramref name="from"/>.</summary>
    public static void Forward(int length, FftLine from, FftLine to)
    {
        var span = length;
        for (; span >= 4; span /= 4, from = to) FftLinePass<TVector, TSimd>.Forward4(length, span, from, to);
        if (span == 2) FftLinePass<TVector, TSimd>.Pairs(length, from, to);
    }

    /// <summary>The way back, times the length.</summary>
    public static void Inverse(int length, FftLine from, FftLine to)
    {
        var span = int.Log2(length) % 2 == 0 ? 4 : 2;
        if (span == 2 && length > 1)
        {
            FftLinePass<TVector, TSimd>.Pairs(length, from, to);
            from = to;
            span = 8;
        }
        for (; span <= length; span *= 4, from = to) FftLinePass<TVector, TSimd>.Inverse4(length, span, from, to);
    }
}
