using System.Runtime.CompilerServices;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>Register tile of depthwise convolution: some pixels of one vector of channels.</summary>
internal static unsafe class DepthwiseTile<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Pixels of the largest tile: as many sums as hide the latency of an addition; a weight is read once for all.</summary>
    public const int Most = 12;

    /// <summary>Runs the tile of a number of pixels.</summary>
    public static void Run(int pixels, float* source, nint step, float* weights, nint weightStep, Segment* taps, int count, float* tile)
    {
        switch (pixels)
        {
            case 1: Run<Rows.R1>(source, step, weights, weightStep, taps, count, tile); break;
            case 2: Run<Rows.R2>(source, step, weights, weightStep, taps, count, tile); break;
            case 3: Run<Rows.R3>(source, step, weights, weightStep, taps, count, tile); break;
            case 4: Run<Rows.R4>(source, step, weights, weightStep, taps, count, tile); break;
            case 5: Run<Rows.R5>(source, step, weights, weightStep, taps, count, tile); break;
            case 6: Run<Rows.R6>(source, step, weights, weightStep, taps, count, tile); break;
            case 7: Run<Rows.R7>(source, step, weights, weightStep, taps, count, tile); break;
            case 8: Run<Rows.R8>(source, step, weights, weightStep, taps, count, tile); break;
            case 9: Run<Rows.R9>(source, step, weights, weightStep, taps, count, tile); break;
            case 10: Run<Rows.R10>(source, step, weights, weightStep, taps, count, tile); break;
            case 11: Run<Rows.R11>(source, step, weights, weightStep, taps, count, tile); break;
            case 12: Run<Rows.R12>(source, step, weights, weightStep, taps, count, tile); break;
            default: throw new ArgumentOutOfRangeException(nameof(pixels));
        }
    }

    /// <summary>tile[m] = Σ over taps: source[m · step + tap] · weights[tap], lane by lane. Every number is read where it is used: two loads a cycle feed two multiply–adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TRows>(float* source, nint step, float* weights, nint weightStep, Segment* taps, int count, float* tile) where TRows : struct, IRows
    {
        var a0 = TSimd.Zero;
        var a1 = TSimd.Zero;
        var a2 = TSimd.Zero;
        var a3 = TSimd.Zero;
        var a4 = TSimd.Zero;
        var a5 = TSimd.Zero;
        var a6 = TSimd.Zero;
        var a7 = TSimd.Zero;
        var a8 = TSimd.Zero;
        var a9 = TSimd.Zero;
        var a10 = TSimd.Zero;
        var a11 = TSimd.Zero;
        for (var tap = taps; tap < taps + count; tap++)
        {
            var w = TSimd.Load(weights + tap->Row * weightStep);
            var p0 = source + tap->Source;
            var p3 = p0 + 3 * step;
            var p6 = p3 + 3 * step;
            var p9 = p6 + 3 * step;
            a0 = TSimd.MultiplyAdd(TSimd.Load(p0), w, a0);
            if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Load(p0 + step), w, a1);
            if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * step), w, a2);
            if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Load(p3), w, a3);
            if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Load(p3 + step), w, a4);
            if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Load(p3 + 2 * step), w, a5);
            if (TRows.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Load(p6), w, a6);
            if (TRows.Count > 7) a7 = TSimd.MultiplyAdd(TSimd.Load(p6 + step), w, a7);
            if (TRows.Count > 8) a8 = TSimd.MultiplyAdd(TSimd.Load(p6 + 2 * step), w, a8);
            if (TRows.Count > 9) a9 = TSimd.MultiplyAdd(TSimd.Load(p9), w, a9);
            if (TRows.Count > 10) a10 = TSimd.MultiplyAdd(TSimd.Load(p9 + step), w, a10);
            if (TRows.Count > 11) a11 = TSimd.MultiplyAdd(TSimd.Load(p9 + 2 * step), w, a11);
        }
        TSimd.Store(tile + 0 * TSimd.Count, a0);
        if (TRows.Count > 1) TSimd.Store(tile + 1 * TSimd.Count, a1);
        if (TRows.Count > 2) TSimd.Store(tile + 2 * TSimd.Count, a2);
        if (TRows.Count > 3) TSimd.Store(tile + 3 * TSimd.Count, a3);
        if (TRows.Count > 4) TSimd.Store(tile + 4 * TSimd.Count, a4);
        if (TRows.Count > 5) TSimd.Store(tile + 5 * TSimd.Count, a5);
        if (TRows.Count > 6) TSimd.Store(tile + 6 * TSimd.Count, a6);
        if (TRows.Count > 7) TSimd.Store(tile + 7 * TSimd.Count, a7);
        if (TRows.Count > 8) TSimd.Store(tile + 8 * TSimd.Count, a8);
        if (TRows.Count > 9) TSimd.Store(tile + 9 * TSimd.Count, a9);
        if (TRows.Count > 10) TSimd.Store(tile + 10 * TSimd.Count, a10);
        if (TRows.Count > 11) TSimd.Store(tile + 11 * TSimd.Count, a11);
    }
}
