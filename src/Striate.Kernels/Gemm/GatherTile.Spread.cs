using System.Runtime.CompilerServices;
using Striate.Kernels.Convolution;

namespace Striate.Kernels.Gemm;

internal static unsafe partial class GatherTile<TVector, TSimd>
{
    /// <summary>Runs the tile of a number of rows.</summary>
    public static void RunSpread(int rows, float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep)
    {
        switch (rows)
        {
            case 1: Spread<Rows.R1>(source, step, weights, segments, count, tile, rowStep); break;
            case 2: Spread<Rows.R2>(source, step, weights, segments, count, tile, rowStep); break;
            case 3: Spread<Rows.R3>(source, step, weights, segments, count, tile, rowStep); break;
            case 4: Spread<Rows.R4>(source, step, weights, segments, count, tile, rowStep); break;
            case 5: Spread<Rows.R5>(source, step, weights, segments, count, tile, rowStep); break;
            case 6: Spread<Rows.R6>(source, step, weights, segments, count, tile, rowStep); break;
            case 7: Spread<Rows.R7>(source, step, weights, segments, count, tile, rowStep); break;
            case 8: Spread<Rows.R8>(source, step, weights, segments, count, tile, rowStep); break;
            case 9: Spread<Rows.R9>(source, step, weights, segments, count, tile, rowStep); break;
            case 10: Spread<Rows.R10>(source, step, weights, segments, count, tile, rowStep); break;
            case 11: Spread<Rows.R11>(source, step, weights, segments, count, tile, rowStep); break;
            case 12: Spread<Rows.R12>(source, step, weights, segments, count, tile, rowStep); break;
            case 13: Spread<Rows.R13>(source, step, weights, segments, count, tile, rowStep); break;
            case 14: Spread<Rows.R14>(source, step, weights, segments, count, tile, rowStep); break;
            case 15: Spread<Rows.R15>(source, step, weights, segments, count, tile, rowStep); break;
            case 16: Spread<Rows.R16>(source, step, weights, segments, count, tile, rowStep); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    /// <summary>tile[m] = Σ over segments and their numbers i: source[m · step + i] · weights[i] lane by lane, where a source number is a vector: each lane has its own group's input; rows of the tile are rowStep floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Spread<TRows>(float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep) where TRows : struct, IRows
    {
        TVector a0 = TSimd.Zero;
        TVector a1 = TSimd.Zero;
        TVector a2 = TSimd.Zero;
        TVector a3 = TSimd.Zero;
        TVector a4 = TSimd.Zero;
        TVector a5 = TSimd.Zero;
        TVector a6 = TSimd.Zero;
        TVector a7 = TSimd.Zero;
        TVector a8 = TSimd.Zero;
        TVector a9 = TSimd.Zero;
        TVector a10 = TSimd.Zero;
        TVector a11 = TSimd.Zero;
        TVector a12 = TSimd.Zero;
        TVector a13 = TSimd.Zero;
        TVector a14 = TSimd.Zero;
        TVector a15 = TSimd.Zero;
        for (var segment = segments; segment < segments + count; segment++)
        {
            var w = weights + (nint)segment->Row * TSimd.Count;
            var p0 = source + segment->Source;
            var p3 = p0 + 3 * step;
            var p6 = p3 + 3 * step;
            var p9 = p6 + 3 * step;
            var p12 = p9 + 3 * step;
            var p15 = p12 + 3 * step;
            for (var i = segment->Length; i > 0; i--)
            {
                var w0 = TSimd.Load(w);
                w += TSimd.Count;
                a0 = TSimd.MultiplyAdd(TSimd.Load(p0), w0, a0);
                if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Load(p0 + step), w0, a1);
                if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * step), w0, a2);
                if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Load(p3), w0, a3);
                if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Load(p3 + step), w0, a4);
                if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Load(p3 + 2 * step), w0, a5);
                if (TRows.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Load(p6), w0, a6);
                if (TRows.Count > 7) a7 = TSimd.MultiplyAdd(TSimd.Load(p6 + step), w0, a7);
                if (TRows.Count > 8) a8 = TSimd.MultiplyAdd(TSimd.Load(p6 + 2 * step), w0, a8);
                if (TRows.Count > 9) a9 = TSimd.MultiplyAdd(TSimd.Load(p9), w0, a9);
                if (TRows.Count > 10) a10 = TSimd.MultiplyAdd(TSimd.Load(p9 + step), w0, a10);
                if (TRows.Count > 11) a11 = TSimd.MultiplyAdd(TSimd.Load(p9 + 2 * step), w0, a11);
                if (TRows.Count > 12) a12 = TSimd.MultiplyAdd(TSimd.Load(p12), w0, a12);
                if (TRows.Count > 13) a13 = TSimd.MultiplyAdd(TSimd.Load(p12 + step), w0, a13);
                if (TRows.Count > 14) a14 = TSimd.MultiplyAdd(TSimd.Load(p12 + 2 * step), w0, a14);
                if (TRows.Count > 15) a15 = TSimd.MultiplyAdd(TSimd.Load(p15), w0, a15);
                p0 += TSimd.Count;
                if (TRows.Count > 3) p3 += TSimd.Count;
                if (TRows.Count > 6) p6 += TSimd.Count;
                if (TRows.Count > 9) p9 += TSimd.Count;
                if (TRows.Count > 12) p12 += TSimd.Count;
                if (TRows.Count > 15) p15 += TSimd.Count;
            }
        }
        TSimd.Store(tile + 0 * rowStep, a0);
        if (TRows.Count > 1) TSimd.Store(tile + 1 * rowStep, a1);
        if (TRows.Count > 2) TSimd.Store(tile + 2 * rowStep, a2);
        if (TRows.Count > 3) TSimd.Store(tile + 3 * rowStep, a3);
        if (TRows.Count > 4) TSimd.Store(tile + 4 * rowStep, a4);
        if (TRows.Count > 5) TSimd.Store(tile + 5 * rowStep, a5);
        if (TRows.Count > 6) TSimd.Store(tile + 6 * rowStep, a6);
        if (TRows.Count > 7) TSimd.Store(tile + 7 * rowStep, a7);
        if (TRows.Count > 8) TSimd.Store(tile + 8 * rowStep, a8);
        if (TRows.Count > 9) TSimd.Store(tile + 9 * rowStep, a9);
        if (TRows.Count > 10) TSimd.Store(tile + 10 * rowStep, a10);
        if (TRows.Count > 11) TSimd.Store(tile + 11 * rowStep, a11);
        if (TRows.Count > 12) TSimd.Store(tile + 12 * rowStep, a12);
        if (TRows.Count > 13) TSimd.Store(tile + 13 * rowStep, a13);
        if (TRows.Count > 14) TSimd.Store(tile + 14 * rowStep, a14);
        if (TRows.Count > 15) TSimd.Store(tile + 15 * rowStep, a15);
    }
}
