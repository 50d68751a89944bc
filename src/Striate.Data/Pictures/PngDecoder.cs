namespace Striate.Data.Pictures;

/// <summary>PNG behind the interface of all decoders.</summary>
internal sealed class PngDecoder : IPictureDecoder
{
    public string Name => "PNG";

    public IReadOnlyList<string> Extensions { get; } = [".png"];

    public bool Recognizes(ReadOnlySpan<byte> file) => file.StartsWith(PngChunks.Signature);

    public PictureSize Measure(ReadOnlyMemory<byte> file, string path) => Png.Measure(file, path);

    public Picture Decode(ReadOnlyMemory<byte> file, string path, PictureSize? atLeast = null) => Png.Decode(file, path);
}
