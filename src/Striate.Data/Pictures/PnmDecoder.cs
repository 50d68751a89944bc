namespace Striate.Data.Pictures;

/// <summary>Netpbm's formats: PBM, PGM and PPM as text and as bytes (P1 to P6), and PAM (P7), up to 16 bits a sample. Of several pictures in a file the first is read.</summary>
internal sealed class PnmDecoder : IPictureDecoder
{
    public string Name => "PNM";

    public IReadOnlyList<string> Extensions { get; } = [".pnm", ".pbm", ".pgm", ".ppm", ".pam"];

    public bool Recognizes(ReadOnlySpan<byte> file) => file.Length > 2 && file[0] == 'P' && file[1] is >= (byte)'1' and <= (byte)'7' && (PnmHead.IsSpace(file[2]) || file[2] == '#');

    public PictureSize Measure(ReadOnlyMemory<byte> file, string path) => PnmHead.Read(file.Span, path) is var head ? new PictureSize(head.Height, head.Width) : default;

    public Picture Decode(ReadOnlyMemory<byte> file, string path, PictureSize? atLeast = null)
    {
        var head = PnmHead.Read(file.Span, path);
        var channels = head.Samples == 2 ? 4 : head.Samples;
        var samples = (long)head.Width * head.Samples;
        PictureLimit.Check(head.Height, head.Width, PictureLimit.Pixels(head.Height, head.Width) * channels, file.Length, path);
        var data = file.Span[Math.Min(head.Start, file.Length)..];
        // Text: a digit a sample in bitmaps, and a space between numbers in others.
        var stride = head.Kind switch { 1 => samples, 2 or 3 => 2 * samples, 4 => (samples + 7) / 8, _ => samples * (head.Most > 255 ? 2 : 1) };
        var needed = stride * head.Height - (head.Kind is 2 or 3 ? 1 : 0);
        if (needed > data.Length) throw new InvalidDataException($"'{path}' is truncated: {head.Width}×{head.Height} pixels take at least {needed} bytes, and {data.Length} are there.");
        var pixels = GC.AllocateUninitializedArray<byte>(head.Height * head.Width * channels);
        if (head.Samples != channels) Spread(head, data, pixels);
        else if (head.IsText) ReadText(head, data, pixels, path);
        else if (head.IsBitmap) ReadBits(head, data, (int)stride, pixels);
        else for (var i = 0; i < pixels.Length; i++) pixels[i] = Sample(head, data, i);
        return new Picture(head.Height, head.Width, channels, pixels);
    }

    private static byte To8(int value, int most) => (byte)((Math.Min(value, most) * 255L + most / 2) / most);

    private static byte Sample(PnmHead head, ReadOnlySpan<byte> data, int index) =>
        head.Most == 255 ? data[index] : To8(head.Most > 255 ? data[2 * index] << 8 | data[2 * index + 1] : data[index], head.Most);

    // Grey and opacity become RGBA.
    private static void Spread(PnmHead head, ReadOnlySpan<byte> data, byte[] pixels)
    {
        for (var i = 0; i < pixels.Length / 4; i++)
        {
            pixels[4 * i] = pixels[4 * i + 1] = pixels[4 * i + 2] = Sample(head, data, 2 * i);
            pixels[4 * i + 3] = Sample(head, data, 2 * i + 1);
        }
    }

    private static void ReadBits(PnmHead head, ReadOnlySpan<byte> data, int stride, byte[] pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, column) = (i / head.Width, i % head.Width);
            pixels[i] = (data[row * stride + column / 8] >> (7 - column % 8) & 1) == 0 ? (byte)255 : (byte)0;
        }
    }

    private static void ReadText(PnmHead head, ReadOnlySpan<byte> data, byte[] pixels, string path)
    {
        var place = 0;
        for (var i = 0; i < pixels.Length; i++)
        {
            if (!head.IsBitmap)
            {
                pixels[i] = To8(PnmHead.Number(data, ref place, "a sample", path), head.Most);
                continue;
            }
            // Bits need no space between them.
            while (place < data.Length && PnmHead.IsSpace(data[place])) place++;
            if (place >= data.Length) throw new InvalidDataException($"'{path}' is truncated: it ends in front of a sample.");
            if (data[place] is not ((byte)'0' or (byte)'1')) throw new InvalidDataException($"'{path}' is damaged: a sample is neither 0 nor 1.");
            pixels[i] = data[place++] == '0' ? (byte)255 : (byte)0;
        }
    }
}
