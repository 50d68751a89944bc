using System.Runtime.CompilerServices;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>Register tile of the depthwise weight gradient: neighbouring taps of one kernel row, one vector of channels.</summary>
internal static unsafe class DepthwiseWeightsTile<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Taps of the largest tile.</summary>
    public const int Most = 7;

    /// <summary>Runs the tile of a number of taps.</summary>
    public static void Run(int taps, float* source, nint step, nint tapStep, float* gradient, nint gradientStep, int pixels, float* sums, nint sumStep)
    {
        switch (taps)
        {
            case 1: Run<Rows.R1>(source, step, tapStep, gradient, gradientStep, pixels, sums, sumStep); break;
            case 2: Run<Rows.R2>(source, step, tapStep, gradient, gradientStep, pixels, sums, sumStep); break;
            case 3: Run<Rows.R3>(source, step, tapStep, gradient, gradientStep, pixels, sums, sumStep); break;
            case 4: Run<Rows.R4>(source, step, tapStep, gradient, gradientStep, pixels, sums, sumStep); break;
            case 5: Run<Rows.R5>(source, step, tapStep, gradient, gradientStep, pixels, sums, sumStep); break;
            case 6: Run<Rows.R6>(source, step, tapStep, gradient, gradientStep, pixels, sums, sumStep); break;
            case 7: Run<Rows.R7>(source, step, tapStep, gradient, gradientStep, pixels, sums, sumStep); break;
            default: throw new ArgumentOutOfRangeException(nameof(taps));
        }
    }

    /// <summary>sums[t] += Σ over pixels m: source[m · step + t · tapStep] · gradient[m], lane by lane.</summary>
    /// <remarks>Even and odd pixels have sums of their own: three taps alone would wait for one another's latency.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TRows>(float* source, nint step, nint tapStep, float* gradient, nint gradientStep, int pixels, float* sums, nint sumStep) where TRows : struct, IRows
    {
        TVector a0 = TSimd.Load(sums), b0 = TSimd.Zero;
        TVector a1 = TRows.Count > 1 ? TSimd.Load(sums + 1 * sumStep) : TSimd.Zero, b1 = TSimd.Zero;
        TVector a2 = TRows.Count > 2 ? TSimd.Load(sums + 2 * sumStep) : TSimd.Zero, b2 = TSimd.Zero;
        TVector a3 = TRows.Count > 3 ? TSimd.Load(sums + 3 * sumStep) : TSimd.Zero, b3 = TSimd.Zero;
        TVector a4 = TRows.Count > 4 ? TSimd.Load(sums + 4 * sumStep) : TSimd.Zero, b4 = TSimd.Zero;
        TVector a5 = TRows.Count > 5 ? TSimd.Load(sums + 5 * sumStep) : TSimd.Zero, b5 = TSimd.Zero;
        TVector a6 = TRows.Count > 6 ? TSimd.Load(sums + 6 * sumStep) : TSimd.Zero, b6 = TSimd.Zero;
        var p0 = source;
        var p3 = p0 + 3 * tapStep;
        var p6 = p3 + 3 * tapStep;
        for (; pixels > 1; pixels -= 2)
        {
            var ga = TSimd.Load(gradient);
            a0 = TSimd.MultiplyAdd(TSimd.Load(p0), ga, a0);
            if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Load(p0 + tapStep), ga, a1);
            if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * tapStep), ga, a2);
            if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Load(p3), ga, a3);
            if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Load(p3 + tapStep), ga, a4);
            if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Load(p3 + 2 * tapStep), ga, a5);
            if (TRows.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Load(p6), ga, a6);
            p0 += step;
            if (TRows.Count > 3) p3 += step;
            if (TRows.Count > 6) p6 += step;
            gradient += gradientStep;
            var gb = TSimd.Load(gradient);
            b0 = TSimd.MultiplyAdd(TSimd.Load(p0), gb, b0);
            if (TRows.Count > 1) b1 = TSimd.MultiplyAdd(TSimd.Load(p0 + tapStep), gb, b1);
            if (TRows.Count > 2) b2 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * tapStep), gb, b2);
            if (TRows.Count > 3) b3 = TSimd.MultiplyAdd(TSimd.Load(p3), gb, b3);
            if (TRows.Count > 4) b4 = TSimd.MultiplyAdd(TSimd.Load(p3 + tapStep), gb, b4);
            if (TRows.Count > 5) b5 = TSimd.MultiplyAdd(TSimd.Load(p3 + 2 * tapStep), gb, b5);
            if (TRows.Count > 6) b6 = TSimd.MultiplyAdd(TSimd.Load(p6), gb, b6);
            p0 += step;
            if (TRows.Count > 3) p3 += step;
            if (TRows.Count > 6) p6 += step;
            gradient += gradientStep;
        }
        if (pixels > 0)
        {
            var ga = TSimd.Load(gradient);
            a0 = TSimd.MultiplyAdd(TSimd.Load(p0), ga, a0);
            if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Load(p0 + tapStep), ga, a1);
            if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * tapStep), ga, a2);
            if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Load(p3), ga, a3);
            if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Load(p3 + tapStep), ga, a4);
            if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Load(p3 + 2 * tapStep), ga, a5);
            if (TRows.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Load(p6), ga, a6);
        }
        TSimd.Store(sums + 0 * sumStep, TSimd.Add(a0, b0));
        if (TRows.Count > 1) TSimd.Store(sums + 1 * sumStep, TSimd.Add(a1, b1));
        if (TRows.Count > 2) TSimd.Store(sums + 2 * sumStep, TSimd.Add(a2, b2));
        if (TRows.Count > 3) TSimd.Store(sums + 3 * sumStep, TSimd.Add(a3, b3));
        if (TRows.Count > 4) TSimd.Store(sums + 4 * sumStep, TSimd.Add(a4, b4));
        if (TRows.Count > 5) TSimd.Store(sums + 5 * sumStep, TSimd.Add(a5, b5));
        if (TRows.Count > 6) TSimd.Store(sums + 6 * sumStep, TSimd.Add(a6, b6));
    }
}
