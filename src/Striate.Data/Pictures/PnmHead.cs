using System.Text;

namespace Striate.Data.Pictures;

/// <summary>The head of a Netpbm file.</summary>
/// <param name="Kind">1 to 7: the digit of its magic number.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Samples">Of a pixel: 1 grey, 2 with opacity, 3 RGB, 4 with opacity.</param>
/// <param name="Most">The sample that is white or opaque, 1 to 65535.</param>
/// <param name="Start">Where the samples begin.</param>
internal sealed record PnmHead(int Kind, int Width, int Height, int Samples, int Most, int Start)
{
    // Bytes; beyond them there is no P7 header.
    private const int LongestHead = 1 << 16;

    /// <summary>1 is black in bitmaps, and white in all others.</summary>
    public bool IsBitmap => Kind is 1 or 4;

    public bool IsText => Kind <= 3;

    public static PnmHead Read(ReadOnlySpan<byte> file, string path)
    {
        var kind = file[1] - '0';
        var place = 2;
        if (kind == 7) return ReadFields(file, path);
        var (width, height) = (Number(file, ref place, "its width", path), Number(file, ref place, "its height", path));
        var most = kind is 1 or 4 ? 1 : Number(file, ref place, "its largest value", path);
        // One white space, and the samples begin.
        return Checked(new PnmHead(kind, width, height, kind is 3 or 6 ? 3 : 1, most, place + 1), path);
    }

    /// <summary>The number behind any white space and comments; the place moves behind it.</summary>
    public static int Number(ReadOnlySpan<byte> file, ref int place, string what, string path)
    {
        while (place < file.Length && (IsSpace(file[place]) || file[place] == '#'))
        {
            if (file[place] != '#') place++;
            else while (place < file.Length && file[place] is not ((byte)'\n' or (byte)'\r')) place++;
        }
        if (place >= file.Length) throw new InvalidDataException($"'{path}' is truncated: it ends in front of {what}.");
        var (value, start) = (0, place);
        while (place < file.Length && char.IsAsciiDigit((char)file[place]) && value < 100_000_000) value = 10 * value + file[place++] - '0';
        if (place == start || (place < file.Length && !IsSpace(file[place]) && file[place] != '#')) throw new InvalidDataException($"'{path}' is damaged: {what} is no number.");
        return value;
    }

    public static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    // P7: a line a field, up to ENDHDR.
    private static PnmHead ReadFields(ReadOnlySpan<byte> file, string path)
    {
        int width = 0, height = 0, samples = 0, most = 0;
        for (var place = 2; ;)
        {
            var end = place < file.Length ? file[place..].IndexOf((byte)'\n') : -1;
            if (end < 0 || place + end > LongestHead) throw new InvalidDataException($"'{path}' is truncated: its header has no ENDHDR.");
            var line = Encoding.Latin1.GetString(file.Slice(place, end)).Trim();
            place += end + 1;
            if (line == "ENDHDR") return Checked(new PnmHead(7, width, height, samples, most, place), path);
            if (line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [("WIDTH" or "HEIGHT" or "DEPTH" or "MAXVAL") and var name, var text]) continue;
            if (!int.TryParse(text, out var value)) throw new InvalidDataException($"'{path}' is damaged: its {name} is no number.");
            (width, height, samples, most) = name switch
            {
                "WIDTH" => (value, height, samples, most),
                "HEIGHT" => (width, value, samples, most),
                "DEPTH" => (width, height, value, most),
                _ => (width, height, samples, value),
            };
        }
    }

    private static PnmHead Checked(PnmHead head, string path)
    {
        if (head.Width < 1 || head.Height < 1) throw new InvalidDataException($"'{path}' announces {head.Width}×{head.Height} pixels; at least 1×1 are read.");
        if (head.Most is < 1 or > 65535) throw new InvalidDataException($"'{path}' has samples up to {head.Most}; 1 to 65535 are read.");
        if (head.Samples is < 1 or > 4) throw new InvalidDataException($"'{path}' has {head.Samples} samples a pixel; 1 to 4 are read.");
        return head;
    }
}
