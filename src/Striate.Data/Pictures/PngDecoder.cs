using System.IO.Compression;

namespace Striate.Data.Pictures;

/// <summary>PNG (ISO/IEC 15948): all colour types, depths and interlacing, as 8 bits a channel. What libpng gets over, is got over; gamma and colour profiles are left alone, as is its custom.</summary>
internal sealed class PngDecoder : IPictureDecoder
{
    // The seven passes of Adam7: first row, first column, row step, column step.
    private static readonly (int Row, int Column, int RowStep, int ColumnStep)[] Adam7 =
        [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)];

    private static readonly (int Row, int Column, int RowStep, int ColumnStep)[] OnePass = [(0, 0, 1, 1)];

    public string Name => "PNG";

    public IReadOnlyList<string> Extensions { get; } = [".png"];

    public bool Recognizes(ReadOnlySpan<byte> file) => file.StartsWith(PngChunks.Signature);

    public PictureSize Measure(ReadOnlyMemory<byte> file, string path) => ReadHeader(new PngChunks(file, path), path) is var head ? new PictureSize(head.Height, head.Width) : default;

    public Picture Decode(ReadOnlyMemory<byte> file, string path, PictureSize? atLeast = null)
    {
        var chunks = new PngChunks(file, path);
        var head = ReadHeader(chunks, path);
        var packed = new List<ReadOnlyMemory<byte>>();
        for (string type = "", last = ""; type != "IEND"; last = type)
        {
            (type, var data) = chunks.Next();
            switch (type)
            {
                // The picture data lie in chunks one behind another; what comes later is none.
                case "IDAT" when packed.Count == 0 || last == "IDAT":
                    packed.Add(data);
                    break;
                case "PLTE" when head.Color == 3 && packed.Count == 0:
                    if (head.Palette.Length > 0) throw new InvalidDataException($"'{path}' has two palettes.");
                    head.Palette = data.ToArray();
                    break;
                case "tRNS" when packed.Count == 0 && head.Transparency.Length == 0 && head.IsTransparency(data.Length):
                    head.Transparency = data.ToArray();
                    break;
                case "IHDR":
                    throw new InvalidDataException($"'{path}' has two headers.");
                case "IDAT" or "PLTE" or "IEND":
                    break;
                default:
                    if (type.Length == 4 && char.IsAsciiLetterUpper(type[0])) throw new InvalidDataException($"'{path}' has a critical chunk {type}, which is unknown.");
                    break;
            }
        }
        if (head.Color == 3 && (head.Palette.Length is 0 or > 768 || head.Palette.Length % 3 != 0)) throw new InvalidDataException($"'{path}' needs a palette of 1 to 256 colours.");
        var pixels = PictureLimit.Pixels(head.Height, head.Width) * head.Channels;
        PictureLimit.Check(head.Height, head.Width, pixels + 2 * head.Stride(head.Width), file.Length, path);
        using var stream = new PngData(packed);
        // Deflate packs at most about 1032 to 1: a file that cannot hold its picture is refused before the picture takes memory.
        if (head.Length > (stream.Length + 64) * 1040) throw new InvalidDataException($"'{path}' announces {head.Width}×{head.Height} pixels, more than its {stream.Length} bytes can hold.");
        var picture = new Picture(head.Height, head.Width, head.Channels, GC.AllocateUninitializedArray<byte>((int)pixels));
        try
        {
            using var zlib = new ZLibStream(stream, CompressionMode.Decompress);
            Decode(head, zlib, picture.Bytes, path);
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith('\''))
        {
            // .NET's own words speak of archives.
            throw new InvalidDataException($"'{path}' is damaged: its picture data are no zlib stream.", exception);
        }
        return picture;
    }

    private static PngHeader ReadHeader(PngChunks chunks, string path)
    {
        var (type, data) = chunks.Next();
        if (type != "IHDR" || data.Length != 13) throw new InvalidDataException($"'{path}' is no PNG file: its first chunk is {type} of {data.Length} bytes, not IHDR of 13.");
        return new PngHeader(data.Span, path);
    }

    private static void Decode(PngHeader head, ZLibStream zlib, byte[] pixels, string path)
    {
        var (channels, pixel) = (head.Channels, Math.Max(1, head.BitsPerPixel / 8));
        // The filter's number and the row, with zeros for the pixel to the left of the first.
        var (line, previous) = (new byte[pixel + head.Stride(head.Width)], new byte[pixel + head.Stride(head.Width)]);
        foreach (var (firstRow, firstColumn, rowStep, columnStep) in head.IsInterlaced ? Adam7 : OnePass)
        {
            var rows = (head.Height - firstRow + rowStep - 1) / rowStep;
            var columns = (head.Width - firstColumn + columnStep - 1) / columnStep;
            if (rows < 1 || columns < 1) continue;
            var stride = (int)head.Stride(columns);
            previous.AsSpan().Clear();
            for (var i = 0; i < rows; i++)
            {
                // The filter's number takes the place of the last of the zeros and gives it back.
                var row = firstRow + i * rowStep;
                if (zlib.ReadAtLeast(line.AsSpan(pixel - 1, stride + 1), stride + 1, throwOnEndOfStream: false) < stride + 1)
                    throw new InvalidDataException($"'{path}' is truncated: its picture data end in row {row} of {head.Height}.");
                var filter = line[pixel - 1];
                if (filter > 4) throw new InvalidDataException($"'{path}' is damaged: filter {filter} is unknown.");
                line[pixel - 1] = 0;
                PngRows.Unfilter(filter, line.AsSpan(0, pixel + stride), previous, pixel);
                PngRows.Expand(head, line.AsSpan(pixel, stride), columns, pixels.AsSpan((row * head.Width + firstColumn) * channels), columnStep * channels);
                (line, previous) = (previous, line);
            }
        }
    }
}
