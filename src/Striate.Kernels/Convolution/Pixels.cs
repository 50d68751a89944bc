using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Copies of some channels of neighbouring pixels.</summary>
internal static unsafe class Pixels
{
    /// <summary>Copies channels of pixels to pixels of another stride; where there is room for whole vectors, zeros follow the last channel up to the end of its vector.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Copy<TVector, TSimd>(float* from, nint fromStride, int channels, int pixels, float* to, nint toStride) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var whole = channels / TSimd.Count * TSimd.Count;
        var rest = channels - whole;
        var padded = toStride >= (channels + TSimd.Count - 1) / TSimd.Count * TSimd.Count;
        for (; pixels > 0; pixels--, from += fromStride, to += toStride)
        {
            for (var c = 0; c < whole; c += TSimd.Count) TSimd.Store(to + c, TSimd.Load(from + c));
            if (rest == 0) continue;
            var last = TSimd.LoadFirst(from + whole, rest);
            if (padded) TSimd.Store(to + whole, last);
            else TSimd.StoreFirst(to + whole, last, rest);
        }
    }
}
