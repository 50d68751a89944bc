using System.Buffers.Binary;

namespace Striate.Data.Pictures;

/// <summary>What stands in front of a JPEG's first scan: the frame, and the orientation that Exif asks for.</summary>
/// <param name="Height">Rows, as they are stored.</param>
/// <param name="Width">Columns, as they are stored.</param>
/// <param name="Components">1 grey, 3 colours, 4 inks.</param>
/// <param name="Blocks">8×8 blocks of all components.</param>
/// <param name="IsArithmetic">Arithmetic instead of Huffman codes.</param>
/// <param name="IsBuffered">The coefficients come in several scans and are all held until the last.</param>
/// <param name="Orientation">1 to 8.</param>
internal sealed record JpegHead(int Height, int Width, int Components, long Blocks, bool IsArithmetic, bool IsBuffered, int Orientation)
{
    /// <summary>The picture as it is to be seen.</summary>
    public PictureSize Size => Pictures.Orientation.Transposes(Orientation) ? new PictureSize(Width, Height) : new PictureSize(Height, Width);

    /// <summary>Reads all up to the first scan.</summary>
    /// <exception cref="InvalidDataException">The file is truncated, damaged, or of a process that is not read.</exception>
    public static JpegHead Read(ReadOnlySpan<byte> file, string path)
    {
        JpegHead? head = null;
        int? orientation = null;
        var markers = new JpegMarkers(file, path);
        while (true)
        {
            markers.Next();
            switch (markers.Marker)
            {
                case JpegMarkers.Application1 when markers.Data.Length > 6 && markers.Data.StartsWith("Exif\0"u8):
                    orientation ??= ReadOrientation(markers.Data[6..]);
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) or 0xF7:
                    head ??= Frame(markers.Marker, markers.Data, path);
                    break;
                case JpegMarkers.StartOfScan or JpegMarkers.EndOfImage when head is null:
                    throw new InvalidDataException($"'{path}' is damaged: it has no frame header in front of its {(markers.Marker == JpegMarkers.EndOfImage ? "end" : "first scan")}.");
                case JpegMarkers.EndOfImage:
                    throw new InvalidDataException($"'{path}' is damaged: it has no scan.");
                case JpegMarkers.StartOfScan:
                    var isPart = markers.Data.Length > 0 && markers.Data[0] < head!.Components;
                    return head! with { Orientation = orientation ?? 1, IsBuffered = head!.IsBuffered || isPart };
            }
        }
    }

    private static JpegHead Frame(byte marker, ReadOnlySpan<byte> data, string path)
    {
        if (marker is not (0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA))
            throw new InvalidDataException($"'{path}' is a {(marker is 0xF7 ? "JPEG-LS" : marker is 0xC3 or 0xCB ? "lossless JPEG" : "hierarchical JPEG")} file, which is not read; baseline, extended and progressive JPEG are.");
        if (data.Length < 6 || data.Length < 6 + 3 * data[5]) throw new InvalidDataException($"'{path}' is damaged: a frame header of {data.Length} bytes.");
        var (height, width, components) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]), data[5]);
        if (data[0] != 8) throw new InvalidDataException($"'{path}' has {data[0]} bits a sample; JPEG files of 8 are read.");
        if (components is not (1 or 3 or 4)) throw new InvalidDataException($"'{path}' has {components} components; JPEG files of 1 (grey), 3 (colours) or 4 (inks) are read.");
        if (height == 0 || width == 0) throw new InvalidDataException($"'{path}' announces {width}×{height} pixels; 1×1 to 65535×65535 are read.");
        int high = 1, wide = 1;
        for (var i = 0; i < components; i++) (wide, high) = (Math.Max(wide, data[7 + 3 * i] >> 4), Math.Max(high, data[7 + 3 * i] & 15));
        long blocks = 0;
        for (var i = 0; i < components; i++) blocks += Blocks8(width, data[7 + 3 * i] >> 4, wide) * Blocks8(height, data[7 + 3 * i] & 15, high);
        return new JpegHead(height, width, components, blocks, marker is 0xC9 or 0xCA, marker is 0xC2 or 0xCA, 1);
    }

    private static long Blocks8(int pixels, int factor, int most) => ((long)pixels * factor + 8 * most - 1) / (8 * most);

    // Exif 2.32: a TIFF file whose first directory may hold tag 274, a short of 1 to 8.
    private static int? ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return null;
        var isLittle = tiff[0] == 'I';
        if (!tiff.StartsWith(isLittle ? "II*\0"u8 : "MM\0*"u8)) return null;
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return null;
        var entries = tiff[(int)directory..];
        var count = Short(entries, isLittle);
        for (var i = 0; i < count && 2 + 12 * i + 12 <= entries.Length; i++)
        {
            var entry = entries[(2 + 12 * i)..];
            if (Short(entry, isLittle) != 274 || Short(entry[2..], isLittle) != 3) continue;
            return Short(entry[8..], isLittle) is var value and >= 1 and <= 8 ? value : null;
        }
        return null;
    }

    private static int Short(ReadOnlySpan<byte> data, bool isLittle) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);
}
