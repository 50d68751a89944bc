using System.Runtime.CompilerServices;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>Register tile of depthwise convolution: neighbouring pixels of one or two lines of targets, run over all channels.</summary>
/// <remarks>
/// Two lines share the source rows between them: of a 3 × 3 kernel two of four, so that 2/3 of a load goes with a multiply–add and arithmetic sets the pace. All channels of a tile before the next
/// one: each source pixel's channels lie side by side, which the prefetcher follows; channel by channel along the row, it does not.
/// </remarks>
internal unsafe struct DepthwiseTile<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    public float* Source;
    public nint Step;
    public float* Weights;
    public nint WeightStep;
    public float* Bias;
    public float* Target;
    public nint TargetStep;
    public nint LineStep;
    public int Channels;
    public DepthwiseTaps Taps;

    /// <summary>Whether sums are clamped before they are stored, to 0 from below and to <see cref="Highest"/>: ReLU and ReLU6.</summary>
    public bool Clamps;
    public float Highest;

    /// <summary>Pixels of the largest tile: the sums of two lines, a row of sources and two weights fit the registers.</summary>
    public static int Most => TSimd.WideRows >= 12 ? 8 : TSimd.WideRows >= 6 ? 4 : 1;

    /// <summary>Runs the tile of a number of pixels.</summary>
    public readonly void Run(int pixels, int lines)
    {
        if (lines == 1) Run<Rows.R1>(pixels);
        else Run<Rows.R2>(pixels);
    }

    private readonly void Run<TLines>(int pixels) where TLines : struct, IRows
    {
        switch (pixels)
        {
            case 1: Run<Rows.R1, TLines>(this); break;
            case 2: Run<Rows.R2, TLines>(this); break;
            case 3: Run<Rows.R3, TLines>(this); break;
            case 4: Run<Rows.R4, TLines>(this); break;
            case 5: Run<Rows.R5, TLines>(this); break;
            case 6: Run<Rows.R6, TLines>(this); break;
            case 7: Run<Rows.R7, TLines>(this); break;
            case 8: Run<Rows.R8, TLines>(this); break;
            default: throw new ArgumentOutOfRangeException(nameof(pixels));
        }
    }

    /// <summary>target[line, m · step] = bias + Σ over taps: source[m · step + tap] · weights[line, tap], lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TPixels, TLines>(in DepthwiseTile<TVector, TSimd> tile) where TPixels : struct, IRows where TLines : struct, IRows
    {
        var (step, weightStep) = (tile.Step, tile.WeightStep);
        var both = tile.Taps.List + tile.Taps.Both;
        var first = both + tile.Taps.First;
        var second = first + tile.Taps.Second;
        for (var c = 0; c < tile.Channels; c += TSimd.Count)
        {
            // The last vector ends with the last channel and overlaps the one before: the same numbers twice.
            var channel = Math.Min(c, tile.Channels - TSimd.Count);
            var source = tile.Source + channel;
            var weights = tile.Weights + channel;
            TVector a0 = tile.Bias is null ? TSimd.Zero : TSimd.Load(tile.Bias + channel), b0 = a0;
            TVector a1 = a0, b1 = a0;
            TVector a2 = a0, b2 = a0;
            TVector a3 = a0, b3 = a0;
            TVector a4 = a0, b4 = a0;
            TVector a5 = a0, b5 = a0;
            TVector a6 = a0, b6 = a0;
            TVector a7 = a0, b7 = a0;
            var tap = tile.Taps.List;
            for (; tap < both; tap++)
            {
                var p0 = source + tap->Source;
                var p3 = p0 + 3 * step;
                var p6 = p3 + 3 * step;
                var w = TSimd.Load(weights + tap->Weight * weightStep);
                var v = TSimd.Load(weights + tap->NextWeight * weightStep);
                var x = TSimd.Load(p0);
                a0 = TSimd.MultiplyAdd(x, w, a0);
                b0 = TSimd.MultiplyAdd(x, v, b0);
                if (TPixels.Count > 1)
                {
                    x = TSimd.Load(p0 + step);
                    a1 = TSimd.MultiplyAdd(x, w, a1);
                    b1 = TSimd.MultiplyAdd(x, v, b1);
                }
                if (TPixels.Count > 2)
                {
                    x = TSimd.Load(p0 + 2 * step);
                    a2 = TSimd.MultiplyAdd(x, w, a2);
                    b2 = TSimd.MultiplyAdd(x, v, b2);
                }
                if (TPixels.Count > 3)
                {
                    x = TSimd.Load(p3);
                    a3 = TSimd.MultiplyAdd(x, w, a3);
                    b3 = TSimd.MultiplyAdd(x, v, b3);
                }
                if (TPixels.Count > 4)
                {
                    x = TSimd.Load(p3 + step);
                    a4 = TSimd.MultiplyAdd(x, w, a4);
                    b4 = TSimd.MultiplyAdd(x, v, b4);
                }
                if (TPixels.Count > 5)
                {
                    x = TSimd.Load(p3 + 2 * step);
                    a5 = TSimd.MultiplyAdd(x, w, a5);
                    b5 = TSimd.MultiplyAdd(x, v, b5);
                }
                if (TPixels.Count > 6)
                {
                    x = TSimd.Load(p6);
                    a6 = TSimd.MultiplyAdd(x, w, a6);
                    b6 = TSimd.MultiplyAdd(x, v, b6);
                }
                if (TPixels.Count > 7)
                {
                    x = TSimd.Load(p6 + step);
                    a7 = TSimd.MultiplyAdd(x, w, a7);
                    b7 = TSimd.MultiplyAdd(x, v, b7);
                }
            }
            for (; tap < first; tap++)
            {
                var p0 = source + tap->Source;
                var p3 = p0 + 3 * step;
                var p6 = p3 + 3 * step;
                var w = TSimd.Load(weights + tap->Weight * weightStep);
                a0 = TSimd.MultiplyAdd(TSimd.Load(p0), w, a0);
                if (TPixels.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Load(p0 + step), w, a1);
                if (TPixels.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * step), w, a2);
                if (TPixels.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Load(p3), w, a3);
                if (TPixels.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Load(p3 + step), w, a4);
                if (TPixels.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Load(p3 + 2 * step), w, a5);
                if (TPixels.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Load(p6), w, a6);
                if (TPixels.Count > 7) a7 = TSimd.MultiplyAdd(TSimd.Load(p6 + step), w, a7);
            }
            for (; tap < second; tap++)
            {
                var p0 = source + tap->Source;
                var p3 = p0 + 3 * step;
                var p6 = p3 + 3 * step;
                var v = TSimd.Load(weights + tap->Weight * weightStep);
                b0 = TSimd.MultiplyAdd(TSimd.Load(p0), v, b0);
                if (TPixels.Count > 1) b1 = TSimd.MultiplyAdd(TSimd.Load(p0 + step), v, b1);
                if (TPixels.Count > 2) b2 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * step), v, b2);
                if (TPixels.Count > 3) b3 = TSimd.MultiplyAdd(TSimd.Load(p3), v, b3);
                if (TPixels.Count > 4) b4 = TSimd.MultiplyAdd(TSimd.Load(p3 + step), v, b4);
                if (TPixels.Count > 5) b5 = TSimd.MultiplyAdd(TSimd.Load(p3 + 2 * step), v, b5);
                if (TPixels.Count > 6) b6 = TSimd.MultiplyAdd(TSimd.Load(p6), v, b6);
                if (TPixels.Count > 7) b7 = TSimd.MultiplyAdd(TSimd.Load(p6 + step), v, b7);
            }
            if (tile.Clamps)
            {
                var highest = TSimd.Broadcast(tile.Highest);
                a0 = TSimd.Min(TSimd.Max(a0, TSimd.Zero), highest);
                if (TPixels.Count > 1) a1 = TSimd.Min(TSimd.Max(a1, TSimd.Zero), highest);
                if (TPixels.Count > 2) a2 = TSimd.Min(TSimd.Max(a2, TSimd.Zero), highest);
                if (TPixels.Count > 3) a3 = TSimd.Min(TSimd.Max(a3, TSimd.Zero), highest);
                if (TPixels.Count > 4) a4 = TSimd.Min(TSimd.Max(a4, TSimd.Zero), highest);
                if (TPixels.Count > 5) a5 = TSimd.Min(TSimd.Max(a5, TSimd.Zero), highest);
                if (TPixels.Count > 6) a6 = TSimd.Min(TSimd.Max(a6, TSimd.Zero), highest);
                if (TPixels.Count > 7) a7 = TSimd.Min(TSimd.Max(a7, TSimd.Zero), highest);
                if (TLines.Count > 1) b0 = TSimd.Min(TSimd.Max(b0, TSimd.Zero), highest);
                if (TLines.Count > 1 && TPixels.Count > 1) b1 = TSimd.Min(TSimd.Max(b1, TSimd.Zero), highest);
                if (TLines.Count > 1 && TPixels.Count > 2) b2 = TSimd.Min(TSimd.Max(b2, TSimd.Zero), highest);
                if (TLines.Count > 1 && TPixels.Count > 3) b3 = TSimd.Min(TSimd.Max(b3, TSimd.Zero), highest);
                if (TLines.Count > 1 && TPixels.Count > 4) b4 = TSimd.Min(TSimd.Max(b4, TSimd.Zero), highest);
                if (TLines.Count > 1 && TPixels.Count > 5) b5 = TSimd.Min(TSimd.Max(b5, TSimd.Zero), highest);
                if (TLines.Count > 1 && TPixels.Count > 6) b6 = TSimd.Min(TSimd.Max(b6, TSimd.Zero), highest);
                if (TLines.Count > 1 && TPixels.Count > 7) b7 = TSimd.Min(TSimd.Max(b7, TSimd.Zero), highest);
            }
            var target = tile.Target + channel;
            TSimd.Store(target, a0);
            if (TPixels.Count > 1) TSimd.Store(target + 1 * tile.TargetStep, a1);
            if (TPixels.Count > 2) TSimd.Store(target + 2 * tile.TargetStep, a2);
            if (TPixels.Count > 3) TSimd.Store(target + 3 * tile.TargetStep, a3);
            if (TPixels.Count > 4) TSimd.Store(target + 4 * tile.TargetStep, a4);
            if (TPixels.Count > 5) TSimd.Store(target + 5 * tile.TargetStep, a5);
            if (TPixels.Count > 6) TSimd.Store(target + 6 * tile.TargetStep, a6);
            if (TPixels.Count > 7) TSimd.Store(target + 7 * tile.TargetStep, a7);
            if (TLines.Count == 1) continue;
            target += tile.LineStep;
            TSimd.Store(target, b0);
            if (TPixels.Count > 1) TSimd.Store(target + 1 * tile.TargetStep, b1);
            if (TPixels.Count > 2) TSimd.Store(target + 2 * tile.TargetStep, b2);
            if (TPixels.Count > 3) TSimd.Store(target + 3 * tile.TargetStep, b3);
            if (TPixels.Count > 4) TSimd.Store(target + 4 * tile.TargetStep, b4);
            if (TPixels.Count > 5) TSimd.Store(target + 5 * tile.TargetStep, b5);
            if (TPixels.Count > 6) TSimd.Store(target + 6 * tile.TargetStep, b6);
            if (TPixels.Count > 7) TSimd.Store(target + 7 * tile.TargetStep, b7);
        }
    }
}
