using System.Runtime.CompilerServices;

namespace Striate.Kernels.Gemm;

internal static unsafe partial class OuterTile<TVector, TSimd>
{
    /// <summary>As <see cref="Tall{TRows}"/> for few rows: even and odd pixels have sums of their own, which would otherwise wait for one another's latency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Low<TRows>(float* left, nint leftStep, nint leftRow, float* right, nint rightStep, nint rightRow, int rows, int pixels, float* tile, nint rowStep) where TRows : struct, IRows
    {
        TVector a0 = TRows.Count > 0 ? TSimd.Load(tile + 0 * rowStep) : TSimd.Zero, b0 = TSimd.Zero;
        TVector a1 = TRows.Count > 1 ? TSimd.Load(tile + 1 * rowStep) : TSimd.Zero, b1 = TSimd.Zero;
        TVector a2 = TRows.Count > 2 ? TSimd.Load(tile + 2 * rowStep) : TSimd.Zero, b2 = TSimd.Zero;
        TVector a3 = TRows.Count > 3 ? TSimd.Load(tile + 3 * rowStep) : TSimd.Zero, b3 = TSimd.Zero;
        TVector a4 = TRows.Count > 4 ? TSimd.Load(tile + 4 * rowStep) : TSimd.Zero, b4 = TSimd.Zero;
        TVector a5 = TRows.Count > 5 ? TSimd.Load(tile + 5 * rowStep) : TSimd.Zero, b5 = TSimd.Zero;
        for (; rows > 0; rows--, left += leftRow, right += rightRow)
        {
            var l = left;
            var r = right;
            var i = pixels;
            for (; i > 1; i -= 2, l += 2 * leftStep, r += 2 * rightStep)
            {
                var r0 = TSimd.Load(r);
                var r1 = TSimd.Load(r + rightStep);
                var m = l + leftStep;
                a0 = TSimd.MultiplyAdd(TSimd.Broadcast(l[0]), r0, a0);
                b0 = TSimd.MultiplyAdd(TSimd.Broadcast(m[0]), r1, b0);
                if (TRows.Count > 1) { a1 = TSimd.MultiplyAdd(TSimd.Broadcast(l[1]), r0, a1); b1 = TSimd.MultiplyAdd(TSimd.Broadcast(m[1]), r1, b1); }
                if (TRows.Count > 2) { a2 = TSimd.MultiplyAdd(TSimd.Broadcast(l[2]), r0, a2); b2 = TSimd.MultiplyAdd(TSimd.Broadcast(m[2]), r1, b2); }
                if (TRows.Count > 3) { a3 = TSimd.MultiplyAdd(TSimd.Broadcast(l[3]), r0, a3); b3 = TSimd.MultiplyAdd(TSimd.Broadcast(m[3]), r1, b3); }
                if (TRows.Count > 4) { a4 = TSimd.MultiplyAdd(TSimd.Broadcast(l[4]), r0, a4); b4 = TSimd.MultiplyAdd(TSimd.Broadcast(m[4]), r1, b4); }
                if (TRows.Count > 5) { a5 = TSimd.MultiplyAdd(TSimd.Broadcast(l[5]), r0, a5); b5 = TSimd.MultiplyAdd(TSimd.Broadcast(m[5]), r1, b5); }
            }
            if (i == 0) continue;
            var last = TSimd.Load(r);
            a0 = TSimd.MultiplyAdd(TSimd.Broadcast(l[0]), last, a0);
            if (TRows.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Broadcast(l[1]), last, a1);
            if (TRows.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Broadcast(l[2]), last, a2);
            if (TRows.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Broadcast(l[3]), last, a3);
            if (TRows.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Broadcast(l[4]), last, a4);
            if (TRows.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Broadcast(l[5]), last, a5);
        }
        TSimd.Store(tile + 0 * rowStep, TSimd.Add(a0, b0));
        if (TRows.Count > 1) TSimd.Store(tile + 1 * rowStep, TSimd.Add(a1, b1));
        if (TRows.Count > 2) TSimd.Store(tile + 2 * rowStep, TSimd.Add(a2, b2));
        if (TRows.Count > 3) TSimd.Store(tile + 3 * rowStep, TSimd.Add(a3, b3));
        if (TRows.Count > 4) TSimd.Store(tile + 4 * rowStep, TSimd.Add(a4, b4));
        if (TRows.Count > 5) TSimd.Store(tile + 5 * rowStep, TSimd.Add(a5, b5));
    }
}
