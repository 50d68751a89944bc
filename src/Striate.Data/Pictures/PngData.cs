namespace Striate.Data.Pictures;

/// <summary>The IDAT chunks of a file in memory, read as one stream without a copy.</summary>
internal sealed class PngData(List<ReadOnlyMemory<byte>> chunks) : Stream
{
    private int _chunk, _place;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => chunks.Sum(chunk => (long)chunk.Length);

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (_chunk < chunks.Count && _place == chunks[_chunk].Length) (_chunk, _place) = (_chunk + 1, 0);
        if (_chunk == chunks.Count) return 0;
        var rest = chunks[_chunk].Span[_place..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _place += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
