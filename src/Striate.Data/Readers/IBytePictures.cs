namespace Striate.Data.Readers;

/// <summary>Examples that are bytes before they are numbers: y = x / 255.
/// They are stored as they came, in a quarter of the space and without rounding.</summary>
internal interface IBytePictures
{
    /// <summary>Whether the examples are bytes under that very preprocessing, which is what a file of bytes is read with.</summary>
    bool HasBytes { get; }

    /// <summary>The bytes of an example.</summary>
    void ReadBytes(int index, Span<byte> input);
}
