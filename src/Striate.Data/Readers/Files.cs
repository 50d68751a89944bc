using System.IO.Compression;

namespace Striate.Data.Readers;

/// <summary>Reading files that may be anything: one clear message, never more memory than the file's own claim, checked, allows.</summary>
internal static class Files
{
    /// <summary>The path of a file, plain or with .gz behind it.</summary>
    public static string? Find(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)) return path;
            if (File.Exists(path + ".gz")) return path + ".gz";
        }
        return null;
    }

    /// <summary>A folder that must be there.</summary>
    public static void RequireFolder(string folder)
    {
        if (File.Exists(folder)) throw new InvalidDataException($"'{folder}' is a file; a folder is needed.");
        if (!Directory.Exists(folder)) throw new InvalidDataException($"The folder '{folder}' does not exist.");
    }

    /// <summary>The content as a stream, unpacked if the name ends in .gz.</summary>
    public static Stream Open(string path)
    {
        try
        {
            var file = File.OpenRead(path);
            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads as many bytes as there are, up to <paramref name="length"/>, growing with what really comes: a short file takes little memory whatever it announces.</summary>
    public static byte[] ReadUpTo(Stream stream, long length, string path)
    {
        if (length > Array.MaxLength) throw new InvalidDataException($"'{path}' announces {length} bytes; at most {Array.MaxLength} can be held.");
        try
        {
            var bytes = new byte[Math.Min(length, 1 << 20)];
            var filled = 0;
            while (filled < length)
            {
                if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(length, bytes.Length * 2L));
                var read = stream.Read(bytes, filled, bytes.Length - filled);
                if (read == 0) break;
                filled += read;
            }
            if (filled < bytes.Length) Array.Resize(ref bytes, filled);
            return bytes;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' is not a whole gzip file: {exception.Message}");
        }
    }
}
