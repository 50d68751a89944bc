using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Striate.Data.Pictures;

/// <summary>Rows of a PNG: filters undone, samples made bytes.</summary>
internal static class PngRows
{
    /// <summary>Undoes a filter (ISO/IEC 15948, clause 9): each byte is a difference to the prediction of its left, upper and upper left neighbours.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="line">The row; its pixels follow as many zero bytes as a pixel has.</param>
    /// <param name="previous">The row above, likewise.</param>
    /// <param name="pixel">Bytes of a pixel, at least 1.</param>
    public static void Unfilter(int filter, Span<byte> line, ReadOnlySpan<byte> previous, int pixel)
    {
        previous = previous[..line.Length];
        switch (filter)
        {
            case 1:
                for (var i = pixel; i < line.Length; i++) line[i] += line[i - pixel];
                break;
            case 2:
                TensorPrimitives.Add<byte>(line, previous, line);
                break;
            case 3:
                for (var i = pixel; i < line.Length; i++) line[i] += (byte)((line[i - pixel] + previous[i]) >> 1);
                break;
            case 4 when pixel is 3 or 4:
                PaethPixels(line, previous, pixel);
                break;
            case 4:
                Paeth(line, previous, pixel);
                break;
        }
    }

    /// <summary>The pixels of a row, spread over the picture from a column on in steps.</summary>
    public static void Expand(PngHeader head, ReadOnlySpan<byte> line, int columns, Span<byte> to, int step)
    {
        if (step == head.Channels && head.Depth == 8 && head.Color != 3 && head.BitsPerPixel == 8 * head.Channels)
        {
            line[..(columns * head.Channels)].CopyTo(to);
            return;
        }
        switch (head.Color)
        {
            case 3:
                FromPalette(head, line, columns, to, step);
                break;
            case 0:
                FromGrey(head, line, columns, to, step);
                break;
            case 4:
                for (var i = 0; i < columns; i++)
                {
                    to[i * step] = to[i * step + 1] = to[i * step + 2] = Byte(head, line, 2 * i);
                    to[i * step + 3] = Byte(head, line, 2 * i + 1);
                }
                break;
            default:
                var samples = head.Color == 2 ? 3 : 4;
                for (var i = 0; i < columns; i++)
                {
                    for (var c = 0; c < samples; c++) to[i * step + c] = Byte(head, line, samples * i + c);
                    if (head.Channels > samples) to[i * step + 3] = IsClear(head, line, 3 * i, 3) ? (byte)0 : (byte)255;
                }
                break;
        }
    }

    // Pixels of three or four bytes: all channels at once, a fourth one that is none is not written back.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PaethPixels(Span<byte> line, ReadOnlySpan<byte> previous, int pixel)
    {
        var (a, c) = (Vector128<short>.Zero, Vector128<short>.Zero);
        var i = pixel;
        for (; i + 4 <= line.Length; i += pixel)
        {
            var b = Widen(BinaryPrimitives.ReadUInt32LittleEndian(previous[i..]));
            var (left, up) = (b - c, a - c);
            var (toLeft, toUp, toCorner) = (Vector128.Abs(left), Vector128.Abs(up), Vector128.Abs(left + up));
            var nearest = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toLeft, toUp), a, b);
            nearest = Vector128.ConditionalSelect(Vector128.LessThan(toCorner, Vector128.Min(toLeft, toUp)), c, nearest);
            var sum = (Widen(BinaryPrimitives.ReadUInt32LittleEndian(line[i..])) + nearest) & Vector128.Create((short)255);
            (a, c) = (sum, b);
            var bytes = Vector128.Narrow(sum.AsUInt16(), sum.AsUInt16()).AsUInt32()[0];
            if (pixel == 4) BinaryPrimitives.WriteUInt32LittleEndian(line[i..], bytes);
            else (line[i], line[i + 1], line[i + 2]) = ((byte)bytes, (byte)(bytes >> 8), (byte)(bytes >> 16));
        }
        // The last pixel of three bytes has no fourth to read.
        for (; i < line.Length; i++) line[i] += (byte)Nearest(line[i - pixel], previous[i], previous[i - pixel]);
    }

    private static Vector128<short> Widen(uint bytes) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte()).AsInt16();

    // Distances of the estimate a + b − c: |b − c| to a, |a − c| to b, |a + b − 2c| to c.
    private static int Nearest(int a, int b, int c)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(b - c), Math.Abs(a - c), Math.Abs(a + b - 2 * c));
        return toLeft <= toUp && toLeft <= toCorner ? a : toUp <= toCorner ? b : c;
    }

    private static void Paeth(Span<byte> line, ReadOnlySpan<byte> previous, int pixel)
    {
        for (var i = pixel; i < line.Length; i++) line[i] += (byte)Nearest(line[i - pixel], previous[i], previous[i - pixel]);
    }

    private static void FromPalette(PngHeader head, ReadOnlySpan<byte> line, int columns, Span<byte> to, int step)
    {
        var (palette, opacity, depth) = (head.Palette, head.Transparency, head.Depth);
        for (var i = 0; i < columns; i++)
        {
            int index = depth == 8 ? line[i] : Bits(line, i, depth), from = 3 * index, place = i * step;
            // Colours that are not in the palette are black, as libpng shows them.
            if (from + 2 < palette.Length) (to[place], to[place + 1], to[place + 2]) = (palette[from], palette[from + 1], palette[from + 2]);
            else to.Slice(place, 3).Clear();
            if (opacity.Length > 0) to[place + 3] = index < opacity.Length ? opacity[index] : (byte)255;
        }
    }

    private static void FromGrey(PngHeader head, ReadOnlySpan<byte> line, int columns, Span<byte> to, int step)
    {
        for (var i = 0; i < columns; i++)
        {
            to[i * step] = Byte(head, line, i);
            if (head.Channels == 1) continue;
            to[i * step + 1] = to[i * step + 2] = to[i * step];
            to[i * step + 3] = IsClear(head, line, i, 1) ? (byte)0 : (byte)255;
        }
    }

    // The comparison takes all bits of a sample, and as many of tRNS's sixteen (11.3.2.1).
    private static bool IsClear(PngHeader head, ReadOnlySpan<byte> line, int sample, int samples)
    {
        for (var c = 0; c < samples; c++)
        {
            var i = sample + c;
            var value = head.Depth switch { 8 => line[i], 16 => line[2 * i] << 8 | line[2 * i + 1], _ => Bits(line, i, head.Depth) };
            if (value != ((head.Transparency[2 * c] << 8 | head.Transparency[2 * c + 1]) & ((1 << head.Depth) - 1))) return false;
        }
        return true;
    }

    // The upper byte of 16 bits, as libpng strips them; fewer bits are spread over 0…255.
    private static byte Byte(PngHeader head, ReadOnlySpan<byte> line, int index) =>
        head.Depth switch { 8 => line[index], 16 => line[2 * index], _ => (byte)(Bits(line, index, head.Depth) * 255 / ((1 << head.Depth) - 1)) };

    private static int Bits(ReadOnlySpan<byte> line, int index, int depth) => line[index * depth / 8] >> (8 - depth - index * depth % 8) & ((1 << depth) - 1);
}
