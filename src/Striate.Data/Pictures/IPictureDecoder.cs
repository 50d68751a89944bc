namespace Striate.Data.Pictures;

/// <summary>Decodes one format of pictures. An application brings its own with <see cref="PictureDecoders.Add"/>.</summary>
/// <remarks>Decoders are asked by many threads at once. Whatever the bytes, a decoder throws nothing but <see cref="InvalidDataException"/>, and takes
/// no memory for what a file announces before the file has shown that it can hold it.</remarks>
public interface IPictureDecoder
{
    /// <summary>What people call the format: PNG.</summary>
    string Name { get; }

    /// <summary>How names of its files end, in small letters with the dot: <c>.jpg</c>, <c>.jpeg</c>. Folders are searched for these; what a file holds is told by its bytes.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a file is of this format.</summary>
    /// <param name="file">The whole file; its leading bytes tell.</param>
    bool Recognizes(ReadOnlySpan<byte> file);

    /// <summary>The size of the picture, read from the file's head alone.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="path">The file's name, for messages, which begin with it in quotation marks.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    PictureSize Measure(ReadOnlyMemory<byte> file, string path);

    /// <summary>Decodes the picture.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="path">The file's name, for messages, which begin with it in quotation marks.</param>
    /// <param name="atLeast">Where given, a picture of the same content with fewer rows and columns will do, as long as it has at least so many of each
    /// (a decoder that cannot save time so decodes the whole picture; pictures are never enlarged).</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    Picture Decode(ReadOnlyMemory<byte> file, string path, PictureSize? atLeast = null);
}
