using System.Runtime.InteropServices;

namespace Striate.Data.Pictures;

/// <summary>JPEG by libjpeg-turbo: baseline, extended and progressive, Huffman and arithmetic codes, grey, RGB, YCbCr, CMYK and YCCK; turned as Exif asks.</summary>
/// <remarks>Inks become colours as libjpeg-turbo's own programs make them: R = C · K / 255 of the stored, inverted inks (Adobe's convention).
/// A file whose picture is not all there is refused. Other oddities that libjpeg-turbo gets over are <see cref="Picture.Warning"/>s.</remarks>
internal sealed class JpegDecoder : IPictureDecoder, IReusingDecoder
{
    // libjpeg's words where the file ran out (JWRN_JPEG_EOF), and the beginnings of all its warnings: TurboJPEG's error code calls an error behind a warning a warning too.
    private const string EndOfFile = "Premature end of JPEG file";
    private static readonly string[] Warnings = [EndOfFile, "Corrupt JPEG data", "Inconsistent progression sequence", "Invalid SOS parameters", "Unknown Adobe color transform", "Warning"];

    public string Name => "JPEG";

    public IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg", ".jpe", ".jfif"];

    public bool Recognizes(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]);

    public PictureSize Measure(ReadOnlyMemory<byte> file, string path) => JpegHead.Read(file.Span, path).Size;

    public Picture Decode(ReadOnlyMemory<byte> file, string path, PictureSize? atLeast = null)
    {
        var head = JpegHead.Read(file.Span, path);
        if (!TurboJpeg.IsInstalled) throw new DllNotFoundException($"'{path}' is a JPEG file, which libjpeg-turbo decodes, and libjpeg-turbo is not installed: {TurboJpeg.Installing}.");
        var eighths = Eighths(head, atLeast);
        var (height, width) = (Scaled(head.Height, eighths), Scaled(head.Width, eighths));
        Check(head, file.Length, height, width, path);
        var pixels = GC.AllocateUninitializedArray<byte>(height * width * (head.Components == 1 ? 1 : 3));
        var warning = head.Components == 4 ? DecodeInks(file.Span, pixels, height, width, path) : Decode(file.Span, pixels, height, width, head.Components == 1 ? TurboJpeg.Grey : TurboJpeg.Rgb, path);
        return Orientation.Apply(new Picture(height, width, head.Components == 1 ? 1 : 3, pixels), head.Orientation) with { Warning = warning };
    }

    public bool TryDecode(ReadOnlyMemory<byte> file, string path, PictureSize atLeast, int channels, ref byte[] pixels, out PictureSize size)
    {
        size = default;
        var head = JpegHead.Read(file.Span, path);
        // libjpeg-turbo writes grey as colours, but its grey of colours is not ours; turning takes a second picture.
        if (!TurboJpeg.IsInstalled || head.Orientation != 1 || head.Components == 4 || head.Components > channels) return false;
        var eighths = Eighths(head, atLeast);
        size = new PictureSize(Scaled(head.Height, eighths), Scaled(head.Width, eighths));
        Check(head, file.Length, size.Height, size.Width, path);
        var length = (long)size.Height * size.Width * channels;
        PictureLimit.Check(head.Height, head.Width, length, file.Length, path);
        if (pixels.Length < length) pixels = GC.AllocateUninitializedArray<byte>((int)length);
        return Run(file.Span, pixels, size.Height, size.Width, channels == 1 ? TurboJpeg.Grey : TurboJpeg.Rgb, TurboJpeg.StopOnWarning, path) is null;
    }

    // An eighth, a quarter, a half or all of the rows and columns: the least that is enough. The other eighths take libjpeg-turbo up to twice as long as the whole picture.
    private static int Eighths(JpegHead head, PictureSize? atLeast)
    {
        if (atLeast is not { } wanted) return 8;
        var (height, width) = Orientation.Transposes(head.Orientation) ? (wanted.Width, wanted.Height) : (wanted.Height, wanted.Width);
        var eighths = 1;
        while (eighths < 8 && (Scaled(head.Height, eighths) < height || Scaled(head.Width, eighths) < width)) eighths *= 2;
        return eighths;
    }

    private static int Scaled(int size, int eighths) => (size * eighths + 7) / 8;

    private static void Check(JpegHead head, int length, int height, int width, string path)
    {
        // A block takes a bit at the least, except with arithmetic codes: a file that cannot hold its picture is refused before the picture takes memory.
        if (!head.IsArithmetic && head.Blocks / 8 > length) throw new InvalidDataException($"'{path}' announces {head.Width}×{head.Height} pixels, more than its {length} bytes can hold.");
        var pixels = (long)height * width;
        var decoding = pixels * head.Components switch { 1 => 1, 3 => 3, _ => 7 } + (head.Orientation == 1 ? 0 : pixels * Math.Min(3, head.Components)) + (head.IsBuffered ? 128 * head.Blocks : 0);
        PictureLimit.Check(head.Height, head.Width, decoding, length, path);
    }

    private static unsafe string? DecodeInks(ReadOnlySpan<byte> file, byte[] pixels, int height, int width, string path)
    {
        var inks = (byte*)NativeMemory.Alloc((nuint)height * (nuint)width * 4);
        try
        {
            var span = new Span<byte>(inks, height * width * 4);
            var warning = Decode(file, span, height, width, TurboJpeg.Cmyk, path);
            for (int from = 0, to = 0; to < pixels.Length; from += 4, to += 3)
            {
                int black = inks[from + 3];
                pixels[to] = (byte)((inks[from] * black + 127) / 255);
                pixels[to + 1] = (byte)((inks[from + 1] * black + 127) / 255);
                pixels[to + 2] = (byte)((inks[from + 2] * black + 127) / 255);
            }
            return warning;
        }
        finally
        {
            NativeMemory.Free(inks);
        }
    }

    // What libjpeg-turbo remarked, if the picture is whole all the same.
    private static string? Decode(ReadOnlySpan<byte> file, Span<byte> pixels, int height, int width, int format, string path)
    {
        var first = Run(file, pixels, height, width, format, TurboJpeg.StopOnWarning, path);
        if (first is null) return null;
        if (first != EndOfFile)
        {
            var last = Run(file, pixels, height, width, format, 0, path) ?? first;
            return last == EndOfFile || !new JpegMarkers(file, path).HasEnd() ? throw Truncated(file, path) : $"'{path}': {last}.";
        }
        // The file ends without its end marker. Where that is all that is missing, the picture is whole.
        byte[] ended = [.. file[^1] == 0xFF ? file[..^1] : file, 0xFF, JpegMarkers.EndOfImage];
        return Run(ended, pixels, height, width, format, TurboJpeg.StopOnWarning, path) is null ? $"'{path}' has no end marker." : throw Truncated(file, path);
    }

    private static InvalidDataException Truncated(ReadOnlySpan<byte> file, string path) => new($"'{path}' is truncated: its {file.Length} bytes end inside its picture.");

    // Null, or libjpeg-turbo's warning; its errors are thrown.
    private static unsafe string? Run(ReadOnlySpan<byte> file, Span<byte> pixels, int height, int width, int format, int flags, string path)
    {
        var decoder = TurboJpeg.InitDecompress();
        if (decoder == 0) throw new InvalidDataException($"'{path}' cannot be decoded: libjpeg-turbo has no memory.");
        try
        {
            fixed (byte* from = file, to = pixels)
            {
                if (TurboJpeg.Decompress(decoder, from, new CULong((uint)file.Length), to, width, 0, height, format, flags | TurboJpeg.LimitScans) == 0) return null;
            }
            var words = TurboJpeg.Error(decoder).TrimEnd('.');
            return Array.Exists(Warnings, warning => words.StartsWith(warning, StringComparison.Ordinal)) ? words : throw new InvalidDataException($"'{path}' is damaged: {words}.");
        }
        finally
        {
            _ = TurboJpeg.Destroy(decoder);
        }
    }
}
