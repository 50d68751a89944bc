using Striate.Data.Readers;

namespace Striate.Data.Pictures;

/// <summary>A picture file in memory that has found its decoder: its size can be asked before it is decoded, straight to a smaller size where that will do.</summary>
public sealed class PictureFile
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private PictureFile(string path, ReadOnlyMemory<byte> bytes)
    {
        (Path, _bytes) = (path, bytes);
        Decoder = PictureDecoders.For(bytes.Span, path);
    }

    /// <summary>The most that decoding one picture takes, the file included: 256 MB.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>The name in messages.</summary>
    public string Path { get; }

    /// <summary>The decoder that recognised the file.</summary>
    public IPictureDecoder Decoder { get; }

    /// <summary>Reads a file and finds its decoder; nothing is decoded yet.</summary>
    /// <exception cref="InvalidDataException">The file is missing, empty, larger than <see cref="MostBytes"/>, or of a format that is not read; the message names it.</exception>
    public static PictureFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes;
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MostBytes) throw new InvalidDataException($"'{path}' has {stream.Length >> 20} MB; pictures of at most {MostBytes >> 20} MB are read.");
            bytes = Files.ReadUpTo(stream, stream.Length, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}");
        }
        return new PictureFile(path, bytes);
    }

    /// <summary>Reads a file to where an earlier one was; this one must not be asked after the next.</summary>
    internal static PictureFile Open(string path, ref byte[] buffer)
    {
        try
        {
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length is > 0 and < MostBytes)
            {
                if (buffer.Length < length) buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(2 * length, MostBytes));
                var filled = 0;
                while (filled < length && RandomAccess.Read(handle, buffer.AsSpan(filled, (int)length - filled), filled) is > 0 and var read) filled += read;
                if (filled == length) return new PictureFile(path, buffer.AsMemory(0, filled));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Told below.
        }
        return Open(path);
    }

    /// <summary>A file that is in memory.</summary>
    /// <param name="bytes">The whole file; it must not change before it is decoded.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The file is empty, or of a format that is not read; the message names it.</exception>
    public static PictureFile Of(ReadOnlyMemory<byte> bytes, string name) => new(name, bytes);

    /// <summary>The size of the picture, read from the file's head alone.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    public PictureSize Measure() => Decoder.Measure(_bytes, Path);

    /// <summary>Decodes the picture.</summary>
    /// <param name="atLeast">Where given, a picture of the same content with fewer rows and columns will do, as long as it has at least so many of each.</param>
    /// <exception cref="InvalidDataException">The file is damaged or needs more than <see cref="MostBytes"/>; the message names it.</exception>
    public Picture Decode(PictureSize? atLeast = null) => Decoder.Decode(_bytes, Path, atLeast);

    /// <summary>Decodes what needs nothing but decoding to where an earlier picture was; false for all else.</summary>
    internal bool TryDecode(PictureSize atLeast, int channels, ref byte[] pixels, out PictureSize size)
    {
        size = default;
        return Decoder is IReusingDecoder decoder && decoder.TryDecode(_bytes, Path, atLeast, channels, ref pixels, out size);
    }
}
