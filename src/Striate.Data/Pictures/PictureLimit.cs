namespace Striate.Data.Pictures;

/// <summary>The most memory that one picture takes.</summary>
internal static class PictureLimit
{
    /// <summary>Rows times columns, of which 8 bytes each are counted without overflow.</summary>
    public static long Pixels(long height, long width) => Math.Min(height * width, 1L << 59);

    /// <summary>Refuses a picture that would take more than <see cref="PictureFile.MostBytes"/>, before it takes them.</summary>
    /// <param name="height">Rows that the file announces.</param>
    /// <param name="width">Columns that the file announces.</param>
    /// <param name="decoding">Bytes to decode it in, besides the file.</param>
    /// <param name="file">Bytes of the file.</param>
    /// <param name="path">The file.</param>
    public static void Check(long height, long width, long decoding, long file, string path)
    {
        if (decoding + file > PictureFile.MostBytes)
            throw new InvalidDataException($"'{path}' announces {width}×{height} pixels, which take {(decoding + file) >> 20} MB to decode; at most {PictureFile.MostBytes >> 20} MB are taken.");
    }
}
