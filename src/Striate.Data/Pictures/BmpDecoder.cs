using System.Buffers.Binary;

namespace Striate.Data.Pictures;

/// <summary>BMP of Windows and OS/2: 1, 2, 4, 8, 16, 24 and 32 bits, masks, runs (RLE4, RLE8, RLE24), bottom-up and top-down.</summary>
/// <remarks>Colours that are not in the palette, and pixels that runs leave out, are black. Opacity counts where a mask names it.</remarks>
internal sealed class BmpDecoder : IPictureDecoder
{
    public string Name => "BMP";

    public IReadOnlyList<string> Extensions { get; } = [".bmp", ".dib"];

    public bool Recognizes(ReadOnlySpan<byte> file) => file.StartsWith("BM"u8);

    public PictureSize Measure(ReadOnlyMemory<byte> file, string path) => BmpHead.Read(file.Span, path) is var head ? new PictureSize(head.Height, head.Width) : default;

    public Picture Decode(ReadOnlyMemory<byte> file, string path, PictureSize? atLeast = null)
    {
        var head = BmpHead.Read(file.Span, path);
        var data = file.Span[head.Start..];
        var channels = head.Masks[3] != 0 ? 4 : 3;
        PictureLimit.Check(head.Height, head.Width, PictureLimit.Pixels(head.Height, head.Width) * channels, file.Length, path);
        // A pair of bytes is a run of 255 at the most.
        var needed = head.IsRuns ? (long)head.Height * head.Width / 255 : head.Height * head.Stride;
        if (needed > data.Length) throw new InvalidDataException($"'{path}' is truncated: {head.Width}×{head.Height} pixels of {head.Bits} bits take at least {needed} bytes, and {data.Length} are there.");
        var picture = new Picture(head.Height, head.Width, channels, new byte[head.Height * head.Width * channels]);
        if (head.IsRuns) BmpRuns.Decode(head, data, picture.Bytes, path);
        else for (var row = 0; row < head.Height; row++) Row(head, data[(int)(row * head.Stride)..], Target(head, picture.Bytes, row, channels));
        return picture;
    }

    /// <summary>The row of the picture for a row of the file.</summary>
    internal static Span<byte> Target(BmpHead head, byte[] pixels, int row, int channels) =>
        pixels.AsSpan((head.IsTopDown ? row : head.Height - 1 - row) * head.Width * channels, head.Width * channels);

    private static void Row(BmpHead head, ReadOnlySpan<byte> from, Span<byte> to)
    {
        switch (head.Bits)
        {
            case 24:
                for (var i = 0; i < to.Length; i += 3) (to[i], to[i + 1], to[i + 2]) = (from[i + 2], from[i + 1], from[i]);
                break;
            case 32 when head.Masks is [0xFF0000, 0xFF00, 0xFF, 0]:
                for (int i = 0, j = 0; i < to.Length; i += 3, j += 4) (to[i], to[i + 1], to[i + 2]) = (from[j + 2], from[j + 1], from[j]);
                break;
            case 16 or 32:
                var channels = to.Length / head.Width;
                for (var column = 0; column < head.Width; column++)
                {
                    var pixel = head.Bits == 16 ? BinaryPrimitives.ReadUInt16LittleEndian(from[(2 * column)..]) : BinaryPrimitives.ReadUInt32LittleEndian(from[(4 * column)..]);
                    for (var channel = 0; channel < channels; channel++) to[column * channels + channel] = BmpHead.Channel(pixel, head.Masks[channel]);
                }
                break;
            default:
                for (var column = 0; column < head.Width; column++)
                {
                    var bit = column * head.Bits;
                    var index = from[bit / 8] >> (8 - head.Bits - bit % 8) & ((1 << head.Bits) - 1);
                    if (3 * index < head.Palette.Length) head.Palette.AsSpan(3 * index, 3).CopyTo(to[(3 * column)..]);
                }
                break;
        }
    }
}
