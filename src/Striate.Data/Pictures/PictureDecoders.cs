namespace Striate.Data.Pictures;

/// <summary>The decoders behind every picture that Striate reads. The first that recognises a file decodes it.</summary>
public static class PictureDecoders
{
    private static readonly Lock Changing = new();

    // Replaced whole, so that readers need no lock.
    private static volatile IPictureDecoder[] _all = [new PngDecoder(), new JpegDecoder(), new BmpDecoder(), new PnmDecoder()];

    /// <summary>The decoders in the order in which they are asked.</summary>
    public static IReadOnlyList<IPictureDecoder> All => _all;

    /// <summary>How names of picture files end, in small letters with the dot.</summary>
    public static IReadOnlyList<string> Extensions => [.. _all.SelectMany(decoder => decoder.Extensions).Distinct()];

    /// <summary>Puts a decoder in front of all others, for a new format or instead of one that is here.</summary>
    public static void Add(IPictureDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        lock (Changing) _all = [decoder, .. _all];
    }

    /// <summary>Takes a decoder out; false where it was not in.</summary>
    public static bool Remove(IPictureDecoder decoder)
    {
        lock (Changing)
        {
            var rest = _all.Where(one => one != decoder).ToArray();
            var isFound = rest.Length < _all.Length;
            _all = rest;
            return isFound;
        }
    }

    /// <summary>Whether the name of a file ends as a picture's does.</summary>
    public static bool IsPicture(string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return Array.Exists(_all, decoder => decoder.Extensions.Contains(extension));
    }

    /// <summary>The decoder of a file.</summary>
    /// <param name="file">The whole file; its leading bytes tell.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">The file is empty, or of a format that is not read; the message names the file and the format.</exception>
    public static IPictureDecoder For(ReadOnlySpan<byte> file, string path)
    {
        if (file.IsEmpty) throw new InvalidDataException($"'{path}' is empty.");
        foreach (var decoder in _all)
        {
            if (decoder.Recognizes(file)) return decoder;
        }
        var names = _all.Select(decoder => decoder.Name).Distinct().ToArray();
        var known = names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";
        throw new InvalidDataException(ForeignFormats.Name(file) is { } foreign ? $"'{path}' is {foreign}, which is not read; {known} are."
            : $"'{path}' is no picture of a known format: it begins with {Convert.ToHexString(file[..Math.Min(4, file.Length)])}. {known} are read.");
    }
}
