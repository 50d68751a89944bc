using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>Changes what all pictures of the process are read by: beside no other test.</summary>
[CollectionDefinition(nameof(PictureDecodersTests), DisableParallelization = true)]
[Collection(nameof(PictureDecodersTests))]
public sealed class PictureDecodersTests : IDisposable
{
    private readonly TestData _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void An_applications_decoder_is_asked_first()
    {
        var path = _files.Write("a.dot", [.. "dot and more"u8]);
        var decoder = new Dots();
        Assert.False(PictureDecoders.IsPicture(path));
        PictureDecoders.Add(decoder);
        try
        {
            Assert.True(PictureDecoders.IsPicture("x.DOT"));
            Assert.Equal([7], Picture.Read(path).Bytes);
            Assert.Same(decoder, PictureFile.Open(path).Decoder);
            Assert.Contains(".dot", PictureDecoders.Extensions);
            Assert.Same(decoder, PictureDecoders.All[0]);
        }
        finally
        {
            Assert.True(PictureDecoders.Remove(decoder));
        }
        Assert.False(PictureDecoders.Remove(decoder));
        Assert.Throws<InvalidDataException>(() => Picture.Read(path));
    }

    private sealed class Dots : IPictureDecoder
    {
        public string Name => "dots";

        public IReadOnlyList<string> Extensions => [".dot"];

        public bool Recognizes(ReadOnlySpan<byte> file) => file.StartsWith("dot"u8);

        public PictureSize Measure(ReadOnlyMemory<byte> file, string path) => new(1, 1);

        public Picture Decode(ReadOnlyMemory<byte> file, string path, PictureSize? atLeast = null) => new(1, 1, 1, [7]);
    }
}
