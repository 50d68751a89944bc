using System.Runtime.CompilerServices;
using Striate.Kernels.Convolution;

namespace Striate.Kernels.Gemm;

internal static unsafe partial class GatherTile<TVector, TSimd>
{
    /// <summary>Runs the tile of a number of rows: one vector of columns, which all multiply the same number of a pixel.</summary>
    public static void RunTall(int rows, float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep, bool streams) =>
        RunTall<OneNumber>(rows, source, step, weights, segments, count, tile, rowStep, streams);

    /// <summary>Runs the tile of a number of rows where a source number is a vector: each lane has its own group's input.</summary>
    public static void RunSpread(int rows, float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep) =>
        RunTall<NumberOfLane>(rows, source, step, weights, segments, count, tile, rowStep, streams: false);

    private static void RunTall<TSource>(int rows, float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep, bool streams) where TSource : struct, ISource
    {
        switch (rows)
        {
            case 1: Tall<Rows.R1, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 2: Tall<Rows.R2, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 3: Tall<Rows.R3, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 4: Tall<Rows.R4, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 5: Tall<Rows.R5, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 6: Tall<Rows.R6, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 7: Tall<Rows.R7, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 8: Tall<Rows.R8, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 9: Tall<Rows.R9, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 10: Tall<Rows.R10, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 11: Tall<Rows.R11, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 12: Tall<Rows.R12, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 13: Tall<Rows.R13, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 14: Tall<Rows.R14, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 15: Tall<Rows.R15, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 16: Tall<Rows.R16, TSource>(source, step, weights, segments, count, tile, rowStep, streams); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    /// <summary>tile[m] = Σ over segments and their numbers i: source[m · step + i] · weights[i], for one vector of columns; rows of the tile are rowStep floats apart and may be streamed past the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tall<TRows, TSource>(float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep, bool streams) where TRows : struct, IRows where TSource : struct, ISource
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
            // Four pointers three pixels apart: x86 addresses [p], [p + s] and [p + 2s] need no arithmetic of their own.
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
                a0 = TSimd.MultiplyAdd(TSource.Read(p0), w0, a0);
                if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSource.Read(p0 + step), w0, a1);
                if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSource.Read(p0 + 2 * step), w0, a2);
                if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSource.Read(p3), w0, a3);
                if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSource.Read(p3 + step), w0, a4);
                if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSource.Read(p3 + 2 * step), w0, a5);
                if (TRows.Count > 6) a6 = TSimd.MultiplyAdd(TSource.Read(p6), w0, a6);
                if (TRows.Count > 7) a7 = TSimd.MultiplyAdd(TSource.Read(p6 + step), w0, a7);
                if (TRows.Count > 8) a8 = TSimd.MultiplyAdd(TSource.Read(p6 + 2 * step), w0, a8);
                if (TRows.Count > 9) a9 = TSimd.MultiplyAdd(TSource.Read(p9), w0, a9);
                if (TRows.Count > 10) a10 = TSimd.MultiplyAdd(TSource.Read(p9 + step), w0, a10);
                if (TRows.Count > 11) a11 = TSimd.MultiplyAdd(TSource.Read(p9 + 2 * step), w0, a11);
                if (TRows.Count > 12) a12 = TSimd.MultiplyAdd(TSource.Read(p12), w0, a12);
                if (TRows.Count > 13) a13 = TSimd.MultiplyAdd(TSource.Read(p12 + step), w0, a13);
                if (TRows.Count > 14) a14 = TSimd.MultiplyAdd(TSource.Read(p12 + 2 * step), w0, a14);
                if (TRows.Count > 15) a15 = TSimd.MultiplyAdd(TSource.Read(p15), w0, a15);
                p0 += TSource.Floats;
                if (TRows.Count > 3) p3 += TSource.Floats;
                if (TRows.Count > 6) p6 += TSource.Floats;
                if (TRows.Count > 9) p9 += TSource.Floats;
                if (TRows.Count > 12) p12 += TSource.Floats;
                if (TRows.Count > 15) p15 += TSource.Floats;
            }
        }
        if (streams)
        {
            TSimd.StoreNonTemporal(tile, a0);
            if (TRows.Count > 1) TSimd.StoreNonTemporal(tile += rowStep, a1);
            if (TRows.Count > 2) TSimd.StoreNonTemporal(tile += rowStep, a2);
            if (TRows.Count > 3) TSimd.StoreNonTemporal(tile += rowStep, a3);
            if (TRows.Count > 4) TSimd.StoreNonTemporal(tile += rowStep, a4);
            if (TRows.Count > 5) TSimd.StoreNonTemporal(tile += rowStep, a5);
            if (TRows.Count > 6) TSimd.StoreNonTemporal(tile += rowStep, a6);
            if (TRows.Count > 7) TSimd.StoreNonTemporal(tile += rowStep, a7);
            if (TRows.Count > 8) TSimd.StoreNonTemporal(tile += rowStep, a8);
            if (TRows.Count > 9) TSimd.StoreNonTemporal(tile += rowStep, a9);
            if (TRows.Count > 10) TSimd.StoreNonTemporal(tile += rowStep, a10);
            if (TRows.Count > 11) TSimd.StoreNonTemporal(tile += rowStep, a11);
            if (TRows.Count > 12) TSimd.StoreNonTemporal(tile += rowStep, a12);
            if (TRows.Count > 13) TSimd.StoreNonTemporal(tile += rowStep, a13);
            if (TRows.Count > 14) TSimd.StoreNonTemporal(tile += rowStep, a14);
            if (TRows.Count > 15) TSimd.StoreNonTemporal(tile += rowStep, a15);
            return;
        }
        TSimd.Store(tile, a0);
        if (TRows.Count > 1) TSimd.Store(tile += rowStep, a1);
        if (TRows.Count > 2) TSimd.Store(tile += rowStep, a2);
        if (TRows.Count > 3) TSimd.Store(tile += rowStep, a3);
        if (TRows.Count > 4) TSimd.Store(tile += rowStep, a4);
        if (TRows.Count > 5) TSimd.Store(tile += rowStep, a5);
        if (TRows.Count > 6) TSimd.Store(tile += rowStep, a6);
        if (TRows.Count > 7) TSimd.Store(tile += rowStep, a7);
        if (TRows.Count > 8) TSimd.Store(tile += rowStep, a8);
        if (TRows.Count > 9) TSimd.Store(tile += rowStep, a9);
        if (TRows.Count > 10) TSimd.Store(tile += rowStep, a10);
        if (TRows.Count > 11) TSimd.Store(tile += rowStep, a11);
        if (TRows.Count > 12) TSimd.Store(tile += rowStep, a12);
        if (TRows.Count > 13) TSimd.Store(tile += rowStep, a13);
        if (TRows.Count > 14) TSimd.Store(tile += rowStep, a14);
        if (TRows.Count > 15) TSimd.Store(tile += rowStep, a15);
    }

    /// <summary>How the numbers of a pixel lie, and what of them a vector multiplies.</summary>
    private interface ISource
    {
        static abstract int Floats { get; }

        static abstract TVector Read(float* address);
    }

    private readonly struct OneNumber : ISource
    {
        public static int Floats => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Read(float* address) => TSimd.Broadcast(address);
    }

    private readonly struct NumberOfLane : ISource
    {
        public static int Floats => TSimd.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Read(float* address) => TSimd.Load(address);
    }
}
