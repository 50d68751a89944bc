using System.Runtime.CompilerServices;

namespace Striate.Kernels.Gemm;

internal static unsafe partial class OuterTile<TVector, TSimd>
{
    /// <summary>Runs the tile of a number of rows.</summary>
    public static void RunTall(int height, float* left, nint leftStep, nint leftRow, float* right, nint rightStep, nint rightRow, int rows, int pixels, float* tile, nint rowStep)
    {
        switch (height)
        {
            case 1: Low<Rows.R1>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 2: Low<Rows.R2>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 3: Low<Rows.R3>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 4: Low<Rows.R4>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 5: Low<Rows.R5>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 6: Low<Rows.R6>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 7: Tall<Rows.R7>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 8: Tall<Rows.R8>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 9: Tall<Rows.R9>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 10: Tall<Rows.R10>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 11: Tall<Rows.R11>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 12: Tall<Rows.R12>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 13: Tall<Rows.R13>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 14: Tall<Rows.R14>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 15: Tall<Rows.R15>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            case 16: Tall<Rows.R16>(left, leftStep, leftRow, right, rightStep, rightRow, rows, pixels, tile, rowStep); break;
            default: throw new ArgumentOutOfRangeException(nameof(height));
        }
    }

    /// <summary>tile[m] += Σ over rows and their pixels: left[row · leftRow + pixel · leftStep + m] · right[row · rightRow + pixel · rightStep] for one vector of columns, rows of the tile being rowStep floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Tall<TRows>(float* left, nint leftStep, nint leftRow, float* right, nint rightStep, nint rightRow, int rows, int pixels, float* tile, nint rowStep) where TRows : struct, IRows
    {
        TVector a0 = TRows.Count > 0 ? TSimd.Load(tile + 0 * rowStep) : TSimd.Zero;
        TVector a1 = TRows.Count > 1 ? TSimd.Load(tile + 1 * rowStep) : TSimd.Zero;
        TVector a2 = TRows.Count > 2 ? TSimd.Load(tile + 2 * rowStep) : TSimd.Zero;
        TVector a3 = TRows.Count > 3 ? TSimd.Load(tile + 3 * rowStep) : TSimd.Zero;
        TVector a4 = TRows.Count > 4 ? TSimd.Load(tile + 4 * rowStep) : TSimd.Zero;
        TVector a5 = TRows.Count > 5 ? TSimd.Load(tile + 5 * rowStep) : TSimd.Zero;
        TVector a6 = TRows.Count > 6 ? TSimd.Load(tile + 6 * rowStep) : TSimd.Zero;
        TVector a7 = TRows.Count > 7 ? TSimd.Load(tile + 7 * rowStep) : TSimd.Zero;
        TVector a8 = TRows.Count > 8 ? TSimd.Load(tile + 8 * rowStep) : TSimd.Zero;
        TVector a9 = TRows.Count > 9 ? TSimd.Load(tile + 9 * rowStep) : TSimd.Zero;
        TVector a10 = TRows.Count > 10 ? TSimd.Load(tile + 10 * rowStep) : TSimd.Zero;
        TVector a11 = TRows.Count > 11 ? TSimd.Load(tile + 11 * rowStep) : TSimd.Zero;
        TVector a12 = TRows.Count > 12 ? TSimd.Load(tile + 12 * rowStep) : TSimd.Zero;
        TVector a13 = TRows.Count > 13 ? TSimd.Load(tile + 13 * rowStep) : TSimd.Zero;
        TVector a14 = TRows.Count > 14 ? TSimd.Load(tile + 14 * rowStep) : TSimd.Zero;
        TVector a15 = TRows.Count > 15 ? TSimd.Load(tile + 15 * rowStep) : TSimd.Zero;
        for (; rows > 0; rows--)
        {
            var l = left;
            var r = right;
            for (var pixel = pixels; pixel > 0; pixel--)
            {
                var r0 = TSimd.Load(r);
                a0 = TSimd.MultiplyAdd(TSimd.Broadcast(l), r0, a0);
                if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 1), r0, a1);
                if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 2), r0, a2);
                if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 3), r0, a3);
                if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 4), r0, a4);
                if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 5), r0, a5);
                if (TRows.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 6), r0, a6);
                if (TRows.Count > 7) a7 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 7), r0, a7);
                if (TRows.Count > 8) a8 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 8), r0, a8);
                if (TRows.Count > 9) a9 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 9), r0, a9);
                if (TRows.Count > 10) a10 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 10), r0, a10);
                if (TRows.Count > 11) a11 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 11), r0, a11);
                if (TRows.Count > 12) a12 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 12), r0, a12);
                if (TRows.Count > 13) a13 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 13), r0, a13);
                if (TRows.Count > 14) a14 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 14), r0, a14);
                if (TRows.Count > 15) a15 = TSimd.MultiplyAdd(TSimd.Broadcast(l + 15), r0, a15);
                l += leftStep;
                r += rightStep;
            }
            left += leftRow;
            right += rightRow;
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
