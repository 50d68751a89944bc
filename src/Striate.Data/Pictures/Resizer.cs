using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Striate.Data.Pictures;

/// <summary>Resizes pictures in two passes, along rows and along columns, each rounded to bytes, in whole numbers: the same bits on every machine, and Pillow's.</summary>
internal static unsafe class Resizer
{
    private const int Half = 1 << (ResizeWeights.Bits - 1);

    public static Picture Resize(Picture picture, PictureBox box, int height, int width, PictureFilter filter)
    {
        var channels = picture.Channels;
        var stride = width * channels;
        var result = GC.AllocateUninitializedArray<byte>(checked(height * stride));
        var across = width == box.Width ? (ResizeWeights?)null : ResizeWeights.Make(box.Width, width, filter);
        var isTall = height == box.Height;
        // Rows behind the first pass, and room for the last pixel's four bytes to be read.
        var between = isTall ? result : across is null ? [] : ArrayPool<byte>.Shared.Rent(box.Height * stride + 16);
        fixed (byte* pixels = picture.Bytes, middle = between, to = result)
        {
            var from = pixels + ((long)box.Top * picture.Width + box.Left) * channels;
            var end = pixels + picture.Bytes.Length;
            long fromStride = picture.Width * channels;
            if (across is { } weights)
            {
                fixed (int* first = weights.First, count = weights.Count, shares = weights.Weights)
                    for (var row = 0; row < box.Height; row++) Across(from + row * fromStride, end, middle + (long)row * stride, width, channels, first, count, shares, weights.Most);
                from = middle;
                fromStride = stride;
            }
            else if (isTall)
            {
                for (var row = 0; row < height; row++) Unsafe.CopyBlock(to + (long)row * stride, from + row * fromStride, (uint)stride);
            }
            if (!isTall) Down(from, fromStride, to, stride, ResizeWeights.Make(box.Height, height, filter), height);
        }
        if (between != result && between.Length > 0) ArrayPool<byte>.Shared.Return(between);
        return picture with { Height = height, Width = width, Bytes = result };
    }

    // A row: sums of neighbours, all channels of a pixel at once.
    private static void Across(byte* from, byte* end, byte* to, int width, int channels, int* first, int* count, int* weights, int most)
    {
        for (var i = 0; i < width; i++, weights += most, to += channels)
        {
            var pixel = from + first[i] * channels;
            var taps = count[i];
            // Four bytes are read for three channels: the last pixel of all is summed byte by byte.
            if (channels == 1 || pixel + (taps - 1) * channels + 4 > end)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    var sum = Half;
                    for (var k = 0; k < taps; k++) sum += pixel[k * channels + channel] * weights[k];
                    to[channel] = (byte)Math.Clamp(sum >> ResizeWeights.Bits, 0, 255);
                }
                continue;
            }
            var sums = Vector128.Create(Half);
            for (var k = 0; k < taps; k++, pixel += channels) sums += Widen(Unsafe.ReadUnaligned<uint>(pixel)) * Vector128.Create(weights[k]);
            sums = Vector128.Clamp(sums >> ResizeWeights.Bits, Vector128<int>.Zero, Vector128.Create(255));
            (to[0], to[1], to[2]) = ((byte)sums[0], (byte)sums[1], (byte)sums[2]);
            if (channels == 4) to[3] = (byte)sums[3];
        }
    }

    private static Vector128<int> Widen(uint bytes) => Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte())).AsInt32();

    // Rows: sums of whole rows, sixteen bytes at once.
    private static void Down(byte* from, long fromStride, byte* to, int stride, ResizeWeights weights, int height)
    {
        fixed (int* all = weights.Weights)
        {
            for (var row = 0; row < height; row++)
            {
                DownRow(from + weights.First[row] * fromStride, fromStride, weights.Count[row], all + row * weights.Most, to + (long)row * stride, stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DownRow(byte* from, long fromStride, int taps, int* weights, byte* to, int stride)
    {
        var i = 0;
        for (; i + 16 <= stride; i += 16)
        {
            var (low, high) = (Vector256.Create(Half), Vector256.Create(Half));
            var bytes = from + i;
            for (var k = 0; k < taps; k++, bytes += fromStride)
            {
                var wide = Vector256.WidenLower(Vector128.Load(bytes).ToVector256Unsafe());
                var weight = Vector256.Create(weights[k]);
                low += Vector256.WidenLower(wide).AsInt32() * weight;
                high += Vector256.WidenUpper(wide).AsInt32() * weight;
            }
            low = Vector256.Clamp(low >> ResizeWeights.Bits, Vector256<int>.Zero, Vector256.Create(255));
            high = Vector256.Clamp(high >> ResizeWeights.Bits, Vector256<int>.Zero, Vector256.Create(255));
            var words = Vector256.Narrow(low.AsUInt32(), high.AsUInt32());
            Vector128.Narrow(words.GetLower(), words.GetUpper()).Store(to + i);
        }
        for (; i < stride; i++)
        {
            var sum = Half;
            for (var k = 0; k < taps; k++) sum += from[i + k * fromStride] * weights[k];
            to[i] = (byte)Math.Clamp(sum >> ResizeWeights.Bits, 0, 255);
        }
    }
}
