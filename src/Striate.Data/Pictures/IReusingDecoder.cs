namespace Striate.Data.Pictures;

/// <summary>A decoder that can write where an earlier picture was: training on folders decodes thousands.</summary>
internal interface IReusingDecoder
{
    /// <summary>Decodes what needs nothing but decoding, to the same bytes as <see cref="IPictureDecoder.Decode"/>; false for all else, which that does.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="atLeast">Rows and columns that are enough.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="pixels">Replaced if it is too short.</param>
    /// <param name="size">The rows and columns that were written.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    bool TryDecode(ReadOnlyMemory<byte> file, string path, PictureSize atLeast, int channels, ref byte[] pixels, out PictureSize size);
}
