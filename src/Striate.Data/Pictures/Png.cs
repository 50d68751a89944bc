using System.Buffers.Binary;
using System.IO.Compression;

namespace Striate.Data.Pictures;

/// <summary>PNG pictures (ISO/IEC 15948): all colour types, depths and interlacing are read, as 8 bits a channel; grey, RGB and RGBA are written.</summary>
public static class Png
{
    // 64 megapixels: larger than any camera's picture, and 256 MB at the most.
    private const long MostPixels = 64L << 20;

    // The seven passes of Adam7: first row, first column, row step, column step.
    private static readonly (int Row, int Column, int RowStep, int ColumnStep)[] Adam7 =
        [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)];

    /// <summary>The size that the file's head announces.</summary>
    internal static PictureSize Measure(ReadOnlyMemory<byte> file, string path)
    {
        var place = 0;
        var head = ReadHeader(file, ref place, path);
        return new PictureSize(head.Height, head.Width);
    }

    /// <summary>Decodes a file.</summary>
    internal static Picture Decode(ReadOnlyMemory<byte> file, string path)
    {
        var place = 0;
        var head = ReadHeader(file, ref place, path);
        byte[]? palette = null, transparency = null;
        using var packed = new MemoryStream();
        for (var type = ""; type != "IEND";)
        {
            (type, var data) = PngChunks.Read(file, ref place, path);
            if (type == "PLTE") palette = data.ToArray();
            else if (type == "tRNS") transparency = data.ToArray();
            else if (type == "IDAT") packed.Write(data.Span);
            else if (type.Length == 4 && char.IsUpper(type[0]) && type != "IEND") throw new InvalidDataException($"'{path}' has a critical chunk {type}, which is unknown.");
        }
        if (head.Color == 3 && (palette is null || palette.Length is 0 or > 768 || palette.Length % 3 != 0)) throw new InvalidDataException($"'{path}' needs a palette of 1 to 256 colours.");
        packed.Position = 0;
        return Decode(head, packed, palette, transparency, path);
    }

    /// <summary>Encodes a picture, without interlacing.</summary>
    public static void Write(string path, Picture picture)
    {
        using var stream = File.Create(path);
        Write(stream, picture);
    }

    /// <summary>Encodes a picture, without interlacing.</summary>
    public static void Write(Stream stream, Picture picture)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        stream.Write(PngChunks.Signature);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), picture.Height);
        (head[8], head[9]) = (8, picture.Channels switch { 1 => 0, 3 => 2, _ => 6 });
        PngChunks.Write(stream, "IHDR", head);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var stride = picture.Width * picture.Channels;
            for (var row = 0; row < picture.Height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(picture.Bytes, row * stride, stride);
            }
        }
        PngChunks.Write(stream, "IDAT", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        PngChunks.Write(stream, "IEND", []);
    }

    private static Header ReadHeader(ReadOnlyMemory<byte> file, ref int place, string path)
    {
        place = PngChunks.Signature.Length;
        var (type, data) = PngChunks.Read(file, ref place, path);
        if (type != "IHDR" || data.Length != 13) throw new InvalidDataException($"'{path}' is no PNG file: its first chunk is {type} of {data.Length} bytes, not IHDR of 13.");
        return new Header(data.Span, path);
    }

    private static Picture Decode(Header head, Stream packed, byte[]? palette, byte[]? transparency, string path)
    {
        // Deflate packs at most about 1032 to 1: a file that cannot hold its picture is refused before the picture takes memory.
        if ((long)head.Height * ((long)head.Width * head.BitsPerPixel / 8) > (packed.Length + 64) * 1040)
            throw new InvalidDataException($"'{path}' announces {head.Width}×{head.Height} pixels, more than its {packed.Length} bytes can hold.");
        var channels = head.Color is 0 or 4 ? (head.Color == 4 || transparency is not null ? 4 : 1) : head.Color == 6 || transparency is not null ? 4 : 3;
        var picture = new Picture(head.Height, head.Width, channels, new byte[(long)head.Height * head.Width * channels]);
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            foreach (var (firstRow, firstColumn, rowStep, columnStep) in head.Interlaced ? Adam7 : [(0, 0, 1, 1)])
            {
                var rows = (head.Height - firstRow + rowStep - 1) / rowStep;
                var columns = (head.Width - firstColumn + columnStep - 1) / columnStep;
                if (rows < 1 || columns < 1) continue;
                var stride = (int)(((long)columns * head.BitsPerPixel + 7) / 8);
                var (line, previous) = (new byte[stride + 1], new byte[stride + 1]);
                for (var row = 0; row < rows; row++)
                {
                    if (zlib.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
                        throw new InvalidDataException($"'{path}' is truncated: its picture data end in row {firstRow + row * rowStep} of {head.Height}.");
                    Unfilter(line, previous, Math.Max(1, head.BitsPerPixel / 8), path);
                    for (var column = 0; column < columns; column++)
                    {
                        var to = picture.Bytes.AsSpan(((firstRow + row * rowStep) * head.Width + firstColumn + column * columnStep) * channels, channels);
                        Pixel(head, line.AsSpan(1), column, palette, transparency, to);
                    }
                    (line, previous) = (previous, line);
                }
            }
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith('\''))
        {
            // .NET's own words speak of archives.
            throw new InvalidDataException($"'{path}' is damaged: its picture data are no zlib stream.", exception);
        }
        return picture;
    }

    // ISO/IEC 15948, clause 9: each byte is a difference to its left, upper and upper left neighbours' prediction.
    private static void Unfilter(byte[] line, byte[] previous, int pixelBytes, string path)
    {
        var filter = line[0];
        if (filter > 4) throw new InvalidDataException($"'{path}' is damaged: filter {filter} is unknown.");
        for (var i = 1; i < line.Length; i++)
        {
            var left = i > pixelBytes ? line[i - pixelBytes] : 0;
            var up = previous[i];
            var corner = i > pixelBytes ? previous[i - pixelBytes] : 0;
            line[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static void Pixel(Header head, ReadOnlySpan<byte> line, int column, byte[]? palette, byte[]? transparency, Span<byte> to)
    {
        switch (head.Color)
        {
            case 0:
                var grey = head.Sample(line, column);
                to[0] = head.To8(grey);
                if (to.Length == 4) (to[1], to[2], to[3]) = (to[0], to[0], (byte)(transparency!.Length >= 2 && grey == (transparency[0] << 8 | transparency[1]) ? 0 : 255));
                break;
            case 3:
                var index = head.Sample(line, column);
                // Colours that are not in the palette are black, as libpng shows them.
                if (3 * index >= palette!.Length) to[..3].Clear();
                else palette.AsSpan(3 * index, 3).CopyTo(to);
                if (to.Length == 4) to[3] = index < transparency!.Length ? transparency[index] : (byte)255;
                break;
            case 4:
                to[0] = to[1] = to[2] = head.To8(head.Sample(line, 2 * column));
                to[3] = head.To8(head.Sample(line, 2 * column + 1));
                break;
            default:
                var samples = head.Color == 2 ? 3 : 4;
                var clear = transparency is { Length: >= 6 };
                for (var c = 0; c < samples; c++)
                {
                    var sample = head.Sample(line, samples * column + c);
                    to[c] = head.To8(sample);
                    clear = clear && c < 3 && sample == (transparency![2 * c] << 8 | transparency[2 * c + 1]);
                }
                if (samples == 3 && to.Length == 4) to[3] = clear ? (byte)0 : (byte)255;
                break;
        }
    }

    /// <summary>IHDR.</summary>
    private readonly struct Header
    {
        public Header(ReadOnlySpan<byte> data, string path)
        {
            var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
            (Depth, Color, Interlaced) = (data[8], data[9], data[12] == 1);
            var isKnown = Color switch { 0 => Depth is 1 or 2 or 4 or 8 or 16, 3 => Depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => Depth is 8 or 16, _ => false };
            if (!isKnown || data[10] != 0 || data[11] != 0 || data[12] > 1)
                throw new InvalidDataException($"'{path}' has colour type {Color}, depth {Depth}, compression {data[10]}, filter {data[11]}, interlace {data[12]}, which is no PNG's.");
            if (width == 0 || height == 0 || width * (ulong)height > MostPixels) throw new InvalidDataException($"'{path}' announces {width}×{height} pixels; 1 to {MostPixels} are read.");
            (Width, Height) = ((int)width, (int)height);
        }

        public int Width { get; }

        public int Height { get; }

        public int Depth { get; }

        public int Color { get; }

        public bool Interlaced { get; }

        public int BitsPerPixel => Depth * (Color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 });

        public int Sample(ReadOnlySpan<byte> line, int index) => Depth switch
        {
            8 => line[index],
            16 => line[2 * index] << 8 | line[2 * index + 1],
            _ => line[index * Depth / 8] >> (8 - Depth - index * Depth % 8) & ((1 << Depth) - 1),
        };

        // The upper byte of 16 bits, as libpng strips them; fewer bits are spread over 0…255.
        public byte To8(int sample) => Depth switch { 8 => (byte)sample, 16 => (byte)(sample >> 8), _ => (byte)(sample * 255 / ((1 << Depth) - 1)) };
    }
}
