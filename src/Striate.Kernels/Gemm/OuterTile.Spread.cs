using System.Runtime.CompilerServices;

namespace Striate.Kernels.Gemm;

internal static unsafe partial class OuterTile<TVector, TSimd>
{
    /// <summary>Runs the tile of a number of rows.</summary>
    public static void RunSpread(int height, float* left, nint leftStep, float* right, nint rightStep, int pixels, float* tile)
    {
        switch (height)
        {
            case 1: Spread<Rows.R1>(left, leftStep, right, rightStep, pixels, tile); break;
            case 2: Spread<Rows.R2>(left, leftStep, right, rightStep, pixels, tile); break;
            case 3: Spread<Rows.R3>(left, leftStep, right, rightStep, pixels, tile); break;
            case 4: Spread<Rows.R4>(left, leftStep, right, rightStep, pixels, tile); break;
            case 5: Spread<Rows.R5>(left, leftStep, right, rightStep, pixels, tile); break;
            case 6: Spread<Rows.R6>(left, leftStep, right, rightStep, pixels, tile); break;
            case 7: Spread<Rows.R7>(left, leftStep, right, rightStep, pixels, tile); break;
            case 8: Spread<Rows.R8>(left, leftStep, right, rightStep, pixels, tile); break;
            case 9: Spread<Rows.R9>(left, leftStep, right, rightStep, pixels, tile); break;
            case 10: Spread<Rows.R10>(left, leftStep, right, rightStep, pixels, tile); break;
            case 11: Spread<Rows.R11>(left, leftStep, right, rightStep, pixels, tile); break;
            case 12: Spread<Rows.R12>(left, leftStep, right, rightStep, pixels, tile); break;
            case 13: Spread<Rows.R13>(left, leftStep, right, rightStep, pixels, tile); break;
            case 14: Spread<Rows.R14>(left, leftStep, right, rightStep, pixels, tile); break;
            case 15: Spread<Rows.R15>(left, leftStep, right, rightStep, pixels, tile); break;
            case 16: Spread<Rows.R16>(left, leftStep, right, rightStep, pixels, tile); break;
            default: throw new ArgumentOutOfRangeException(nameof(height));
        }
    }

    /// <summary>tile[m] += Σ over pixels: left[pixel · leftStep + m] · right[pixel · rightStep] lane by lane; numbers of the left are vectors too, each lane with its own group's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Spread<TRows>(float* left, nint leftStep, float* right, nint rightStep, int pixels, float* tile) where TRows : struct, IRows
    {
        TVector a0 = TRows.Count > 0 ? TSimd.Load(tile + 0 * TSimd.Count) : TSimd.Zero;
        TVector a1 = TRows.Count > 1 ? TSimd.Load(tile + 1 * TSimd.Count) : TSimd.Zero;
        TVector a2 = TRows.Count > 2 ? TSimd.Load(tile + 2 * TSimd.Count) : TSimd.Zero;
        TVector a3 = TRows.Count > 3 ? TSimd.Load(tile + 3 * TSimd.Count) : TSimd.Zero;
        TVector a4 = TRows.Count > 4 ? TSimd.Load(tile + 4 * TSimd.Count) : TSimd.Zero;
        TVector a5 = TRows.Count > 5 ? TSimd.Load(tile + 5 * TSimd.Count) : TSimd.Zero;
        TVector a6 = TRows.Count > 6 ? TSimd.Load(tile + 6 * TSimd.Count) : TSimd.Zero;
        TVector a7 = TRows.Count > 7 ? TSimd.Load(tile + 7 * TSimd.Count) : TSimd.Zero;
        TVector a8 = TRows.Count > 8 ? TSimd.Load(tile + 8 * TSimd.Count) : TSimd.Zero;
        TVector a9 = TRows.Count > 9 ? TSimd.Load(tile + 9 * TSimd.Count) : TSimd.Zero;
        TVector a10 = TRows.Count > 10 ? TSimd.Load(tile + 10 * TSimd.Count) : TSimd.Zero;
        TVector a11 = TRows.Count > 11 ? TSimd.Load(tile + 11 * TSimd.Count) : TSimd.Zero;
        TVector a12 = TRows.Count > 12 ? TSimd.Load(tile + 12 * TSimd.Count) : TSimd.Zero;
        TVector a13 = TRows.Count > 13 ? TSimd.Load(tile + 13 * TSimd.Count) : TSimd.Zero;
        TVector a14 = TRows.Count > 14 ? TSimd.Load(tile + 14 * TSimd.Count) : TSimd.Zero;
        TVector a15 = TRows.Count > 15 ? TSimd.Load(tile + 15 * TSimd.Count) : TSimd.Zero;
        for (; pixels > 0; pixels--, left += leftStep, right += rightStep)
        {
            var r0 = TSimd.Load(right);
            a0 = TSimd.MultiplyAdd(TSimd.Load(left + 0 * TSimd.Count), r0, a0);
            if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Load(left + 1 * TSimd.Count), r0, a1);
            if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Load(left + 2 * TSimd.Count), r0, a2);
            if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Load(left + 3 * TSimd.Count), r0, a3);
            if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Load(left + 4 * TSimd.Count), r0, a4);
            if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Load(left + 5 * TSimd.Count), r0, a5);
            if (TRows.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Load(left + 6 * TSimd.Count), r0, a6);
            if (TRows.Count > 7) a7 = TSimd.MultiplyAdd(TSimd.Load(left + 7 * TSimd.Count), r0, a7);
            if (TRows.Count > 8) a8 = TSimd.MultiplyAdd(TSimd.Load(left + 8 * TSimd.Count), r0, a8);
            if (TRows.Count > 9) a9 = TSimd.MultiplyAdd(TSimd.Load(left + 9 * TSimd.Count), r0, a9);
            if (TRows.Count > 10) a10 = TSimd.MultiplyAdd(TSimd.Load(left + 10 * TSimd.Count), r0, a10);
            if (TRows.Count > 11) a11 = TSimd.MultiplyAdd(TSimd.Load(left + 11 * TSimd.Count), r0, a11);
            if (TRows.Count > 12) a12 = TSimd.MultiplyAdd(TSimd.Load(left + 12 * TSimd.Count), r0, a12);
            if (TRows.Count > 13) a13 = TSimd.MultiplyAdd(TSimd.Load(left + 13 * TSimd.Count), r0, a13);
            if (TRows.Count > 14) a14 = TSimd.MultiplyAdd(TSimd.Load(left + 14 * TSimd.Count), r0, a14);
            if (TRows.Count > 15) a15 = TSimd.MultiplyAdd(TSimd.Load(left + 15 * TSimd.Count), r0, a15);
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
        if (TRows.Count > 12) TSimd.Store(tile + 12 * TSimd.Count, a12);
        if (TRows.Count > 13) TSimd.Store(tile + 13 * TSimd.Count, a13);
        if (TRows.Count > 14) TSimd.Store(tile + 14 * TSimd.Count, a14);
        if (TRows.Count > 15) TSimd.Store(tile + 15 * TSimd.Count, a15);
    }
}
