using System.Runtime.CompilerServices;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Convolution;

/// <summary>Where the tasks of a data kernel leave mean and sum of squared deviations of the outputs they have just stored, which still lie in the cache (<see cref="Normalization.ChannelMoments"/> says how slots lie).</summary>
/// <remarks>
/// One pass over numbers from which a shift near their mean was subtracted: the mean of the first pixels. Since those pixels are among the numbers, their mean is at most √(n / pixels) standard
/// deviations away, which bounds what cancels when the square of the mean is taken off (<c>docs/numerics.md</c>).
/// </remarks>
internal readonly unsafe struct OutputMoments<TVector, TSimd>(float* slots, int count, int channels, float* output, int pixelStride) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    private const int ShiftPixels = 16;

    /// <summary>Whether anybody asks.</summary>
    public bool AreWanted => slots is not null;

    /// <summary>The moments of some channels over blocks of pixels whose rows are <paramref name="rowStep"/> pixels apart.</summary>
    public void Take(int slot, PixelBlock* blocks, int blockCount, int rowStep, int channelFrom, int channelTo)
    {
        var pixels = 0;
        for (var block = 0; block < blockCount; block++) pixels += blocks[block].Rows * blocks[block].Across;
        // All tasks of a slot write the same number.
        slots[2L * count * channels + slot] = pixels;
        var means = slots + 2L * slot * channels;
        var c = channelFrom;
        for (; c <= channelTo - 4 * TSimd.Count; c += 4 * TSimd.Count) FourVectors(c, blocks, blockCount, rowStep, pixels, means + c);
        for (; c <= channelTo - TSimd.Count; c += TSimd.Count) OneVector<TVector, TSimd>(c, blocks, blockCount, rowStep, pixels, means + c);
        if (c == channelTo) return;
        // The last vector overlaps the one before: the same numbers twice cost less than a tail.
        if (channelTo - channelFrom >= TSimd.Count) OneVector<TVector, TSimd>(channelTo - TSimd.Count, blocks, blockCount, rowStep, pixels, means + channelTo - TSimd.Count);
        else for (; c < channelTo; c++) OneVector<float, SimdScalar>(c, blocks, blockCount, rowStep, pixels, means + c);
    }

    // Four vectors at once: runs of memory, and sums that do not wait for one another.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FourVectors(int channel, PixelBlock* blocks, int blockCount, int rowStep, int pixels, float* means)
    {
        var step = (nint)pixelStride;
        var first = Math.Min(blocks->Across, ShiftPixels);
        var from = output + blocks->First * step + channel;
        TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero;
        for (var i = 0; i < first; i++, from += step)
        {
            s0 = TSimd.Add(s0, TSimd.Load(from));
            s1 = TSimd.Add(s1, TSimd.Load(from + TSimd.Count));
            s2 = TSimd.Add(s2, TSimd.Load(from + 2 * TSimd.Count));
            s3 = TSimd.Add(s3, TSimd.Load(from + 3 * TSimd.Count));
        }
        var n = TSimd.Broadcast(first);
        (s0, s1, s2, s3) = (TSimd.Divide(s0, n), TSimd.Divide(s1, n), TSimd.Divide(s2, n), TSimd.Divide(s3, n));
        TVector a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero, a3 = TSimd.Zero;
        TVector b0 = TSimd.Zero, b1 = TSimd.Zero, b2 = TSimd.Zero, b3 = TSimd.Zero;
        for (var block = blocks; block < blocks + blockCount; block++)
        {
            for (var row = 0; row < block->Rows; row++)
            {
                from = output + (block->First + (long)row * rowStep) * step + channel;
                for (var i = block->Across; i > 0; i--, from += step)
                {
                    var (d0, d1) = (TSimd.Subtract(TSimd.Load(from), s0), TSimd.Subtract(TSimd.Load(from + TSimd.Count), s1));
                    var (d2, d3) = (TSimd.Subtract(TSimd.Load(from + 2 * TSimd.Count), s2), TSimd.Subtract(TSimd.Load(from + 3 * TSimd.Count), s3));
                    (a0, a1, a2, a3) = (TSimd.Add(a0, d0), TSimd.Add(a1, d1), TSimd.Add(a2, d2), TSimd.Add(a3, d3));
                    b0 = TSimd.MultiplyAdd(d0, d0, b0);
                    b1 = TSimd.MultiplyAdd(d1, d1, b1);
                    b2 = TSimd.MultiplyAdd(d2, d2, b2);
                    b3 = TSimd.MultiplyAdd(d3, d3, b3);
                }
            }
        }
        Give<TVector, TSimd>(means, pixels, s0, a0, b0);
        Give<TVector, TSimd>(means + TSimd.Count, pixels, s1, a1, b1);
        Give<TVector, TSimd>(means + 2 * TSimd.Count, pixels, s2, a2, b2);
        Give<TVector, TSimd>(means + 3 * TSimd.Count, pixels, s3, a3, b3);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OneVector<TAny, TWidth>(int channel, PixelBlock* blocks, int blockCount, int rowStep, int pixels, float* means) where TAny : unmanaged where TWidth : struct, ISimd<TAny>
    {
        var step = (nint)pixelStride;
        var first = Math.Min(blocks->Across, ShiftPixels);
        var from = output + blocks->First * step + channel;
        var s = TWidth.Zero;
        for (var i = 0; i < first; i++, from += step) s = TWidth.Add(s, TWidth.Load(from));
        s = TWidth.Divide(s, TWidth.Broadcast(first));
        // Two sums at once hide the latency of an addition.
        TAny a0 = TWidth.Zero, a1 = TWidth.Zero, b0 = TWidth.Zero, b1 = TWidth.Zero;
        for (var block = blocks; block < blocks + blockCount; block++)
        {
            for (var row = 0; row < block->Rows; row++)
            {
                from = output + (block->First + (long)row * rowStep) * step + channel;
                var i = block->Across;
                for (; i > 1; i -= 2, from += 2 * step)
                {
                    var (d0, d1) = (TWidth.Subtract(TWidth.Load(from), s), TWidth.Subtract(TWidth.Load(from + step), s));
                    (a0, a1) = (TWidth.Add(a0, d0), TWidth.Add(a1, d1));
                    b0 = TWidth.MultiplyAdd(d0, d0, b0);
                    b1 = TWidth.MultiplyAdd(d1, d1, b1);
                }
                if (i == 0) continue;
                var d = TWidth.Subtract(TWidth.Load(from), s);
                a0 = TWidth.Add(a0, d);
                b0 = TWidth.MultiplyAdd(d, d, b0);
            }
        }
        Give<TAny, TWidth>(means, pixels, s, TWidth.Add(a0, a1), TWidth.Add(b0, b1));
    }

    // mean = s + Σd / n, Σ(x − mean)² = Σd² − (Σd)² / n, which rounding must not make negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Give<TAny, TWidth>(float* means, int pixels, TAny shift, TAny sum, TAny squares) where TAny : unmanaged where TWidth : struct, ISimd<TAny>
    {
        var mean = TWidth.Divide(sum, TWidth.Broadcast(pixels));
        TWidth.Store(means, TWidth.Add(shift, mean));
        TWidth.Store(means + channels, TWidth.Max(TWidth.Subtract(squares, TWidth.Multiply(sum, mean)), TWidth.Zero));
    }
}
