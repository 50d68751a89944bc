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
    public static void Run(int pixels, float* source, nint step, float* weights, nint weightStep, Segment* taps, int count, TVector bias, float* target, nint targetStep)
    {
        switch (pixels)
        {
            case 1: Run<Rows.R1>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 2: Run<Rows.R2>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 3: Run<Rows.R3>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 4: Run<Rows.R4>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 5: Run<Rows.R5>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 6: Run<Rows.R6>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 7: Run<Rows.R7>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 8: Run<Rows.R8>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 9: Run<Rows.R9>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 10: Run<Rows.R10>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 11: Run<Rows.R11>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            case 12: Run<Rows.R12>(source, step, weights, weightStep, taps, count, bias, target, targetStep); break;
            default: throw new ArgumentOutOfRangeException(nameof(pixels));
        }
    }

    /// <summary>target[m · targetStep] = bias + Σ over taps: source[m · step + tap] · weights[tap], lane by lane. Every number is read where it is used: two loads a cycle feed two multiply–adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TRows>(float* source, nint step, float* weights, nint weightStep, Segment* taps, int count, TVector bias, float* target, nint targetStep) where TRows : struct, IRows
    {
        var a0 = bias;
        var a1 = bias;
        var a2 = bias;
        var a3 = bias;
        var a4 = bias;
        var a5 = bias;
        var a6 = bias;
        var a7 = bias;
        var a8 = bias;
        var a9 = bias;
        var a10 = bias;
        var a11 = bias;
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
        TSimd.Store(target + 0 * targetStep, a0);
        if (TRows.Count > 1) TSimd.Store(target + 1 * targetStep, a1);
        if (TRows.Count > 2) TSimd.Store(target + 2 * targetStep, a2);
        if (TRows.Count > 3) TSimd.Store(target + 3 * targetStep, a3);
        if (TRows.Count > 4) TSimd.Store(target + 4 * targetStep, a4);
        if (TRows.Count > 5) TSimd.Store(target + 5 * targetStep, a5);
        if (TRows.Count > 6) TSimd.Store(target + 6 * targetStep, a6);
        if (TRows.Count > 7) TSimd.Store(target + 7 * targetStep, a7);
        if (TRows.Count > 8) TSimd.Store(target + 8 * targetStep, a8);
        if (TRows.Count > 9) TSimd.Store(target + 9 * targetStep, a9);
        if (TRows.Count > 10) TSimd.Store(target + 10 * targetStep, a10);
        if (TRows.Count > 11) TSimd.Store(target + 11 * targetStep, a11);
    }
}
