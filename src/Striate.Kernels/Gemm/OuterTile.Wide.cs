using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Gemm;

/// <summary>Register tiles of input numbers × output channels, summed over pixels: the inner loops of backward weights.</summary>
/// <remarks>
/// Accumulators are named locals, which the JIT keeps in registers; arrays or structs of vectors would live on the stack. Two vectors of columns: two FMAs for each broadcast.
/// </remarks>
internal static unsafe partial class OuterTile<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <summary>Runs the tile of a number of rows.</summary>
    public static void RunWide(int height, float* left, nint leftStep, nint leftRow, float* right, nint rightStep, nint rightRow, int rows, int pixels, float* tile, nint rowStep)
    {
        switch (height)
        {
            case 1: Wide<Rows.R1>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 2: Wide<Rows.R2>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 3: Wide<Rows.R3>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 4: Wide<Rows.R4>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 5: Wide<Rows.R5>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 6: Wide<Rows.R6>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 7: Wide<Rows.R7>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 8: Wide<Rows.R8>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 9: Wide<Rows.R9>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 10: Wide<Rows.R10>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 11: Wide<Rows.R11>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 12: Wide<Rows.R12>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            default: throw new ArgumentOutOfRangeException(nameof(height));
        }
    }

    /// <summary>tile[m] += Σ over rows and their pixels: left[row · leftRow + pixel · leftStep + m] · right[row · rightRow + pixel · rightStep] for two vectors of columns, rows of the tile being rowStep floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Wide<TRows>(float* left, nint leftStep, nint leftRow, float* right, nint rightStep, nint rightRow, int rows, int pixels, float* tile, nint rowStep) where TRows : struct, IRows
    {
        TVector a0 = TRows.Count > 0 ? TSimd.Load(tile + 0 * rowStep) : TSimd.Zero, b0 = TRows.Count > 0 ? TSimd.Load(tile + 0 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a1 = TRows.Count > 1 ? TSimd.Load(tile + 1 * rowStep) : TSimd.Zero, b1 = TRows.Count > 1 ? TSimd.Load(tile + 1 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a2 = TRows.Count > 2 ? TSimd.Load(tile + 2 * rowStep) : TSimd.Zero, b2 = TRows.Count > 2 ? TSimd.Load(tile + 2 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a3 = TRows.Count > 3 ? TSimd.Load(tile + 3 * rowStep) : TSimd.Zero, b3 = TRows.Count > 3 ? TSimd.Load(tile + 3 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a4 = TRows.Count > 4 ? TSimd.Load(tile + 4 * rowStep) : TSimd.Zero, b4 = TRows.Count > 4 ? TSimd.Load(tile + 4 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a5 = TRows.Count > 5 ? TSimd.Load(tile + 5 * rowStep) : TSimd.Zero, b5 = TRows.Count > 5 ? TSimd.Load(tile + 5 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a6 = TRows.Count > 6 ? TSimd.Load(tile + 6 * rowStep) : TSimd.Zero, b6 = TRows.Count > 6 ? TSimd.Load(tile + 6 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a7 = TRows.Count > 7 ? TSimd.Load(tile + 7 * rowStep) : TSimd.Zero, b7 = TRows.Count > 7 ? TSimd.Load(tile + 7 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a8 = TRows.Count > 8 ? TSimd.Load(tile + 8 * rowStep) : TSimd.Zero, b8 = TRows.Count > 8 ? TSimd.Load(tile + 8 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a9 = TRows.Count > 9 ? TSimd.Load(tile + 9 * rowStep) : TSimd.Zero, b9 = TRows.Count > 9 ? TSimd.Load(tile + 9 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a10 = TRows.Count > 10 ? TSimd.Load(tile + 10 * rowStep) : TSimd.Zero, b10 = TRows.Count > 10 ? TSimd.Load(tile + 10 * rowStep + TSimd.Count) : TSimd.Zero;
        TVector a11 = TRows.Count > 11 ? TSimd.Load(tile + 11 * rowStep) : TSimd.Zero, b11 = TRows.Count > 11 ? TSimd.Load(tile + 11 * rowStep + TSimd.Count) : TSimd.Zero;
        for (; rows > 0; rows--)
        {
            var l = left;
            var r = right;
            for (var pixel = pixels; pixel > 0; pixel--)
            {
                var r0 = TSimd.Load(r);
                var r1 = TSimd.Load(r + TSimd.Count);
                var x0 = TSimd.Broadcast(l); a0 = TSimd.MultiplyAdd(x0, r0, a0); b0 = TSimd.MultiplyAdd(x0, r1, b0);
                if (TRows.Count > 1) { var x1 = TSimd.Broadcast(l + 1); a1 = TSimd.MultiplyAdd(x1, r0, a1); b1 = TSimd.MultiplyAdd(x1, r1, b1); }
                if (TRows.Count > 2) { var x2 = TSimd.Broadcast(l + 2); a2 = TSimd.MultiplyAdd(x2, r0, a2); b2 = TSimd.MultiplyAdd(x2, r1, b2); }
                if (TRows.Count > 3) { var x3 = TSimd.Broadcast(l + 3); a3 = TSimd.MultiplyAdd(x3, r0, a3); b3 = TSimd.MultiplyAdd(x3, r1, b3); }
                if (TRows.Count > 4) { var x4 = TSimd.Broadcast(l + 4); a4 = TSimd.MultiplyAdd(x4, r0, a4); b4 = TSimd.MultiplyAdd(x4, r1, b4); }
                if (TRows.Count > 5) { var x5 = TSimd.Broadcast(l + 5); a5 = TSimd.MultiplyAdd(x5, r0, a5); b5 = TSimd.MultiplyAdd(x5, r1, b5); }
                if (TRows.Count > 6) { var x6 = TSimd.Broadcast(l + 6); a6 = TSimd.MultiplyAdd(x6, r0, a6); b6 = TSimd.MultiplyAdd(x6, r1, b6); }
                if (TRows.Count > 7) { var x7 = TSimd.Broadcast(l + 7); a7 = TSimd.MultiplyAdd(x7, r0, a7); b7 = TSimd.MultiplyAdd(x7, r1, b7); }
                if (TRows.Count > 8) { var x8 = TSimd.Broadcast(l + 8); a8 = TSimd.MultiplyAdd(x8, r0, a8); b8 = TSimd.MultiplyAdd(x8, r1, b8); }
                if (TRows.Count > 9) { var x9 = TSimd.Broadcast(l + 9); a9 = TSimd.MultiplyAdd(x9, r0, a9); b9 = TSimd.MultiplyAdd(x9, r1, b9); }
                if (TRows.Count > 10) { var x10 = TSimd.Broadcast(l + 10); a10 = TSimd.MultiplyAdd(x10, r0, a10); b10 = TSimd.MultiplyAdd(x10, r1, b10); }
                if (TRows.Count > 11) { var x11 = TSimd.Broadcast(l + 11); a11 = TSimd.MultiplyAdd(x11, r0, a11); b11 = TSimd.MultiplyAdd(x11, r1, b11); }
                l += leftStep;
                r += rightStep;
            }
            left += leftRow;
            right += rightRow;
        }
        TSimd.Store(tile + 0 * rowStep, a0); TSimd.Store(tile + 0 * rowStep + TSimd.Count, b0);
        if (TRows.Count > 1) { TSimd.Store(tile + 1 * rowStep, a1); TSimd.Store(tile + 1 * rowStep + TSimd.Count, b1); }
        if (TRows.Count > 2) { TSimd.Store(tile + 2 * rowStep, a2); TSimd.Store(tile + 2 * rowStep + TSimd.Count, b2); }
        if (TRows.Count > 3) { TSimd.Store(tile + 3 * rowStep, a3); TSimd.Store(tile + 3 * rowStep + TSimd.Count, b3); }
        if (TRows.Count > 4) { TSimd.Store(tile + 4 * rowStep, a4); TSimd.Store(tile + 4 * rowStep + TSimd.Count, b4); }
        if (TRows.Count > 5) { TSimd.Store(tile + 5 * rowStep, a5); TSimd.Store(tile + 5 * rowStep + TSimd.Count, b5); }
        if (TRows.Count > 6) { TSimd.Store(tile + 6 * rowStep, a6); TSimd.Store(tile + 6 * rowStep + TSimd.Count, b6); }
        if (TRows.Count > 7) { TSimd.Store(tile + 7 * rowStep, a7); TSimd.Store(tile + 7 * rowStep + TSimd.Count, b7); }
        if (TRows.Count > 8) { TSimd.Store(tile + 8 * rowStep, a8); TSimd.Store(tile + 8 * rowStep + TSimd.Count, b8); }
        if (TRows.Count > 9) { TSimd.Store(tile + 9 * rowStep, a9); TSimd.Store(tile + 9 * rowStep + TSimd.Count, b9); }
        if (TRows.Count > 10) { TSimd.Store(tile + 10 * rowStep, a10); TSimd.Store(tile + 10 * rowStep + TSimd.Count, b10); }
        if (TRows.Count > 11) { TSimd.Store(tile + 11 * rowStep, a11); TSimd.Store(tile + 11 * rowStep + TSimd.Count, b11); }
    }
}
