namespace Striate.Data.Pictures;

/// <summary>Formats that are not read, told by their leading bytes, so that a message can name them.</summary>
internal static class ForeignFormats
{
    public static string? Name(ReadOnlySpan<byte> file) =>
        file.StartsWith("GIF8"u8) ? "GIF"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) || file.StartsWith("II+\0"u8) || file.StartsWith("MM\0+"u8) ? "TIFF"
        : file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8) ? "WebP"
        : file.StartsWith("\0\0\0\x0CjP  "u8) || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]) ? "JPEG 2000"
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || file.StartsWith("\0\0\0\x0CJXL "u8) ? "JPEG XL"
        : file.Length >= 12 && file[4..].StartsWith("ftyp"u8) ? Brand(file[8..12])
        : file.StartsWith("\0\0\x01\0"u8) ? "ICO"
        : file.StartsWith("8BPS"u8) ? "PSD"
        : file.StartsWith("qoif"u8) ? "QOI"
        : file.StartsWith("#?RADIANCE"u8) || file.StartsWith("#?RGBE"u8) ? "Radiance HDR"
        : file.StartsWith((ReadOnlySpan<byte>)[0x76, 0x2F, 0x31, 0x01]) ? "OpenEXR"
        : file.StartsWith("%PDF"u8) ? "PDF"
        : null;

    private static string? Brand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avi"u8) ? "AVIF" : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8) ? "HEIF" : null;
}
