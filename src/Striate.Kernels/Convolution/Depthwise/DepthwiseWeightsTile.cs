using System.Runtime.CompilerServices;
using Striate.Kernels.Gemm;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>Register tile of the depthwise weight gradient: some taps over neighbouring pixels, run over all channels.</summary>
internal unsafe struct DepthwiseWeightsTile<TVector, TSimd> where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Taps of the largest tile: as many sums as hide the latency of a multiply–add, as many offsets as there are registers for.
    private const int Most = 9;

    public float* Source;
    public nint Step;
    public float* Gradient;
    public nint GradientStep;
    public int Pixels;
    public int Channels;

    /// <summary>Sums of all taps, a row of channels for each.</summary>
    public float* Sums;
    public nint SumStep;

    /// <summary>Adds the products of some taps to their sums.</summary>
    public readonly void Run(DepthwiseTap* taps, int count)
    {
        var tiles = (count + Most - 1) / Most;
        for (var t = 0; t < tiles; t++)
        {
            var from = count * t / tiles;
            RunTile(taps + from, count * (t + 1) / tiles - from);
        }
    }

    private readonly void RunTile(DepthwiseTap* taps, int count)
    {
        switch (count)
        {
            case 1: Run<Rows.R1>(this, taps); break;
            case 2: Run<Rows.R2>(this, taps); break;
            case 3: Run<Rows.R3>(this, taps); break;
            case 4: Run<Rows.R4>(this, taps); break;
            case 5: Run<Rows.R5>(this, taps); break;
            case 6: Run<Rows.R6>(this, taps); break;
            case 7: Run<Rows.R7>(this, taps); break;
            case 8: Run<Rows.R8>(this, taps); break;
            case 9: Run<Rows.R9>(this, taps); break;
            default: throw new ArgumentOutOfRangeException(nameof(count));
        }
    }

    /// <summary>sums[t] += Σ over pixels m: source[m · step + t] · gradient[m], lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TTaps>(in DepthwiseWeightsTile<TVector, TSimd> tile, DepthwiseTap* taps) where TTaps : struct, IRows
    {
        var (step, gradientStep) = (tile.Step, tile.GradientStep);
        var o0 = taps[0].Source;
        var o1 = TTaps.Count > 1 ? taps[1].Source : 0;
        var o2 = TTaps.Count > 2 ? taps[2].Source : 0;
        var o3 = TTaps.Count > 3 ? taps[3].Source : 0;
        var o4 = TTaps.Count > 4 ? taps[4].Source : 0;
        var o5 = TTaps.Count > 5 ? taps[5].Source : 0;
        var o6 = TTaps.Count > 6 ? taps[6].Source : 0;
        var o7 = TTaps.Count > 7 ? taps[7].Source : 0;
        var o8 = TTaps.Count > 8 ? taps[8].Source : 0;
        for (var c = 0; c < tile.Channels; c += TSimd.Count)
        {
            // The last vector ends with the last channel; its sums fill the last columns, past those it shares with the vector before.
            var channel = Math.Min(c, tile.Channels - TSimd.Count);
            var source = tile.Source + channel;
            var gradient = tile.Gradient + channel;
            var sums = tile.Sums + c;
            var a0 = TSimd.Load(sums + taps[0].Weight * tile.SumStep);
            var a1 = TTaps.Count > 1 ? TSimd.Load(sums + taps[1].Weight * tile.SumStep) : TSimd.Zero;
            var a2 = TTaps.Count > 2 ? TSimd.Load(sums + taps[2].Weight * tile.SumStep) : TSimd.Zero;
            var a3 = TTaps.Count > 3 ? TSimd.Load(sums + taps[3].Weight * tile.SumStep) : TSimd.Zero;
            var a4 = TTaps.Count > 4 ? TSimd.Load(sums + taps[4].Weight * tile.SumStep) : TSimd.Zero;
            var a5 = TTaps.Count > 5 ? TSimd.Load(sums + taps[5].Weight * tile.SumStep) : TSimd.Zero;
            var a6 = TTaps.Count > 6 ? TSimd.Load(sums + taps[6].Weight * tile.SumStep) : TSimd.Zero;
            var a7 = TTaps.Count > 7 ? TSimd.Load(sums + taps[7].Weight * tile.SumStep) : TSimd.Zero;
            var a8 = TTaps.Count > 8 ? TSimd.Load(sums + taps[8].Weight * tile.SumStep) : TSimd.Zero;
            for (var pixel = tile.Pixels; pixel > 0; pixel--)
            {
                var g = TSimd.Load(gradient);
                a0 = TSimd.MultiplyAdd(TSimd.Load(source + o0), g, a0);
                if (TTaps.Count > 1) a1 = TSimd.MultiplyAdd(TSimd.Load(source + o1), g, a1);
                if (TTaps.Count > 2) a2 = TSimd.MultiplyAdd(TSimd.Load(source + o2), g, a2);
                if (TTaps.Count > 3) a3 = TSimd.MultiplyAdd(TSimd.Load(source + o3), g, a3);
                if (TTaps.Count > 4) a4 = TSimd.MultiplyAdd(TSimd.Load(source + o4), g, a4);
                if (TTaps.Count > 5) a5 = TSimd.MultiplyAdd(TSimd.Load(source + o5), g, a5);
                if (TTaps.Count > 6) a6 = TSimd.MultiplyAdd(TSimd.Load(source + o6), g, a6);
                if (TTaps.Count > 7) a7 = TSimd.MultiplyAdd(TSimd.Load(source + o7), g, a7);
                if (TTaps.Count > 8) a8 = TSimd.MultiplyAdd(TSimd.Load(source + o8), g, a8);
                source += step;
                gradient += gradientStep;
            }
            TSimd.Store(sums + taps[0].Weight * tile.SumStep, a0);
            if (TTaps.Count > 1) TSimd.Store(sums + taps[1].Weight * tile.SumStep, a1);
            if (TTaps.Count > 2) TSimd.Store(sums + taps[2].Weight * tile.SumStep, a2);
            if (TTaps.Count > 3) TSimd.Store(sums + taps[3].Weight * tile.SumStep, a3);
            if (TTaps.Count > 4) TSimd.Store(sums + taps[4].Weight * tile.SumStep, a4);
            if (TTaps.Count > 5) TSimd.Store(sums + taps[5].Weight * tile.SumStep, a5);
            if (TTaps.Count > 6) TSimd.Store(sums + taps[6].Weight * tile.SumStep, a6);
            if (TTaps.Count > 7) TSimd.Store(sums + taps[7].Weight * tile.SumStep, a7);
            if (TTaps.Count > 8) TSimd.Store(sums + taps[8].Weight * tile.SumStep, a8);
        }
    }
}
