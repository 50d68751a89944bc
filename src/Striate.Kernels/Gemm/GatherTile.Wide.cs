using System.Runtime.CompilerServices;
using Striate.Kernels.Convolution;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Gemm;

/// <summary>Register tiles of pixels × output channels: the inner loops of forward and backward data.</summary>
/// <remarks>
/// Accumulators are named locals, which the JIT keeps in registers; arrays or structs of vectors would live on the stack. Two vectors of columns: two FMAs for each broadcast.
/// </remarks>
internal static unsafe partial class GatherTile<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Runs the tile of a number of rows.</summary>
    public static void RunWide(int rows, float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep, bool streams)
    {
        switch (rows)
        {
            case 1: Wide<Rows.R1>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 2: Wide<Rows.R2>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 3: Wide<Rows.R3>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 4: Wide<Rows.R4>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 5: Wide<Rows.R5>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 6: Wide<Rows.R6>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 7: Wide<Rows.R7>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 8: Wide<Rows.R8>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 9: Wide<Rows.R9>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 10: Wide<Rows.R10>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 11: Wide<Rows.R11>(source, step, weights, segments, count, tile, rowStep, streams); break;
            case 12: Wide<Rows.R12>(source, step, weights, segments, count, tile, rowStep, streams); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    /// <summary>tile[m] = Σ over segments and their numbers i: source[m · step + i] · weights[i], for two vectors of columns; rows of the tile are rowStep floats apart and may be streamed past the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Wide<TRows>(float* source, nint step, float* weights, Segment* segments, int count, float* tile, nint rowStep, bool streams) where TRows : struct, IRows
    {
        TVector a0 = TSimd.Zero, b0 = TSimd.Zero;
        TVector a1 = TSimd.Zero, b1 = TSimd.Zero;
        TVector a2 = TSimd.Zero, b2 = TSimd.Zero;
        TVector a3 = TSimd.Zero, b3 = TSimd.Zero;
        TVector a4 = TSimd.Zero, b4 = TSimd.Zero;
        TVector a5 = TSimd.Zero, b5 = TSimd.Zero;
        TVector a6 = TSimd.Zero, b6 = TSimd.Zero;
        TVector a7 = TSimd.Zero, b7 = TSimd.Zero;
        TVector a8 = TSimd.Zero, b8 = TSimd.Zero;
        TVector a9 = TSimd.Zero, b9 = TSimd.Zero;
        TVector a10 = TSimd.Zero, b10 = TSimd.Zero;
        TVector a11 = TSimd.Zero, b11 = TSimd.Zero;
        for (var segment = segments; segment < segments + count; segment++)
        {
            var w = weights + (nint)segment->Row * 2 * TSimd.Count;
            // Four pointers three pixels apart: x86 addresses [p], [p + s] and [p + 2s] need no arithmetic of their own.
            var p0 = source + segment->Source;
            var p3 = p0 + 3 * step;
            var p6 = p3 + 3 * step;
            var p9 = p6 + 3 * step;
            for (var i = segment->Length; i > 0; i--)
            {
                Prefetch.Ahead(w);
                // Two vectors of 256 bits are one cache line.
                if (TSimd.Count > 8) Prefetch.Ahead(w + TSimd.Count);
                var w0 = TSimd.Load(w);
                var w1 = TSimd.Load(w + TSimd.Count);
                w += 2 * TSimd.Count;
                var x0 = TSimd.Broadcast(p0); a0 = TSimd.MultiplyAdd(x0, w0, a0); b0 = TSimd.MultiplyAdd(x0, w1, b0);
                if (TRows.Count > 1) { var x1 = TSimd.Broadcast(p0 + step); a1 = TSimd.MultiplyAdd(x1, w0, a1); b1 = TSimd.MultiplyAdd(x1, w1, b1); }
                if (TRows.Count > 2) { var x2 = TSimd.Broadcast(p0 + 2 * step); a2 = TSimd.MultiplyAdd(x2, w0, a2); b2 = TSimd.MultiplyAdd(x2, w1, b2); }
                if (TRows.Count > 3) { var x3 = TSimd.Broadcast(p3); a3 = TSimd.MultiplyAdd(x3, w0, a3); b3 = TSimd.MultiplyAdd(x3, w1, b3); }
                if (TRows.Count > 4) { var x4 = TSimd.Broadcast(p3 + step); a4 = TSimd.MultiplyAdd(x4, w0, a4); b4 = TSimd.MultiplyAdd(x4, w1, b4); }
                if (TRows.Count > 5) { var x5 = TSimd.Broadcast(p3 + 2 * step); a5 = TSimd.MultiplyAdd(x5, w0, a5); b5 = TSimd.MultiplyAdd(x5, w1, b5); }
                if (TRows.Count > 6) { var x6 = TSimd.Broadcast(p6); a6 = TSimd.MultiplyAdd(x6, w0, a6); b6 = TSimd.MultiplyAdd(x6, w1, b6); }
                if (TRows.Count > 7) { var x7 = TSimd.Broadcast(p6 + step); a7 = TSimd.MultiplyAdd(x7, w0, a7); b7 = TSimd.MultiplyAdd(x7, w1, b7); }
                if (TRows.Count > 8) { var x8 = TSimd.Broadcast(p6 + 2 * step); a8 = TSimd.MultiplyAdd(x8, w0, a8); b8 = TSimd.MultiplyAdd(x8, w1, b8); }
                if (TRows.Count > 9) { var x9 = TSimd.Broadcast(p9); a9 = TSimd.MultiplyAdd(x9, w0, a9); b9 = TSimd.MultiplyAdd(x9, w1, b9); }
                if (TRows.Count > 10) { var x10 = TSimd.Broadcast(p9 + step); a10 = TSimd.MultiplyAdd(x10, w0, a10); b10 = TSimd.MultiplyAdd(x10, w1, b10); }
                if (TRows.Count > 11) { var x11 = TSimd.Broadcast(p9 + 2 * step); a11 = TSimd.MultiplyAdd(x11, w0, a11); b11 = TSimd.MultiplyAdd(x11, w1, b11); }
                p0++;
                if (TRows.Count > 3) p3++;
                if (TRows.Count > 6) p6++;
                if (TRows.Count > 9) p9++;
            }
        }
        if (streams)
        {
            TSimd.StoreNonTemporal(tile, a0);
            TSimd.StoreNonTemporal(tile + TSimd.Count, b0);
            if (TRows.Count > 1) { tile += rowStep; TSimd.StoreNonTemporal(tile, a1); TSimd.StoreNonTemporal(tile + TSimd.Count, b1); }
            if (TRows.Count > 2) { tile += rowStep; TSimd.StoreNonTemporal(tile, a2); TSimd.StoreNonTemporal(tile + TSimd.Count, b2); }
            if (TRows.Count > 3) { tile += rowStep; TSimd.StoreNonTemporal(tile, a3); TSimd.StoreNonTemporal(tile + TSimd.Count, b3); }
            if (TRows.Count > 4) { tile += rowStep; TSimd.StoreNonTemporal(tile, a4); TSimd.StoreNonTemporal(tile + TSimd.Count, b4); }
            if (TRows.Count > 5) { tile += rowStep; TSimd.StoreNonTemporal(tile, a5); TSimd.StoreNonTemporal(tile + TSimd.Count, b5); }
            if (TRows.Count > 6) { tile += rowStep; TSimd.StoreNonTemporal(tile, a6); TSimd.StoreNonTemporal(tile + TSimd.Count, b6); }
            if (TRows.Count > 7) { tile += rowStep; TSimd.StoreNonTemporal(tile, a7); TSimd.StoreNonTemporal(tile + TSimd.Count, b7); }
            if (TRows.Count > 8) { tile += rowStep; TSimd.StoreNonTemporal(tile, a8); TSimd.StoreNonTemporal(tile + TSimd.Count, b8); }
            if (TRows.Count > 9) { tile += rowStep; TSimd.StoreNonTemporal(tile, a9); TSimd.StoreNonTemporal(tile + TSimd.Count, b9); }
            if (TRows.Count > 10) { tile += rowStep; TSimd.StoreNonTemporal(tile, a10); TSimd.StoreNonTemporal(tile + TSimd.Count, b10); }
            if (TRows.Count > 11) { tile += rowStep; TSimd.StoreNonTemporal(tile, a11); TSimd.StoreNonTemporal(tile + TSimd.Count, b11); }
            return;
        }
        TSimd.Store(tile, a0);
        TSimd.Store(tile + TSimd.Count, b0);
        if (TRows.Count > 1) { tile += rowStep; TSimd.Store(tile, a1); TSimd.Store(tile + TSimd.Count, b1); }
        if (TRows.Count > 2) { tile += rowStep; TSimd.Store(tile, a2); TSimd.Store(tile + TSimd.Count, b2); }
        if (TRows.Count > 3) { tile += rowStep; TSimd.Store(tile, a3); TSimd.Store(tile + TSimd.Count, b3); }
        if (TRows.Count > 4) { tile += rowStep; TSimd.Store(tile, a4); TSimd.Store(tile + TSimd.Count, b4); }
        if (TRows.Count > 5) { tile += rowStep; TSimd.Store(tile, a5); TSimd.Store(tile + TSimd.Count, b5); }
        if (TRows.Count > 6) { tile += rowStep; TSimd.Store(tile, a6); TSimd.Store(tile + TSimd.Count, b6); }
        if (TRows.Count > 7) { tile += rowStep; TSimd.Store(tile, a7); TSimd.Store(tile + TSimd.Count, b7); }
        if (TRows.Count > 8) { tile += rowStep; TSimd.Store(tile, a8); TSimd.Store(tile + TSimd.Count, b8); }
        if (TRows.Count > 9) { tile += rowStep; TSimd.Store(tile, a9); TSimd.Store(tile + TSimd.Count, b9); }
        if (TRows.Count > 10) { tile += rowStep; TSimd.Store(tile, a10); TSimd.Store(tile + TSimd.Count, b10); }
        if (TRows.Count > 11) { tile += rowStep; TSimd.Store(tile, a11); TSimd.Store(tile + TSimd.Count, b11); }
    }
}
