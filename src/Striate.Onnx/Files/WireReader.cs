using Microsoft.Win32.SafeHandles;

namespace Striate.Onnx.Files;

/// <summary>Walks through a file in protobuf's wire format with a small window; what is passed over is never read.</summary>
/// <remarks>The format: a field is a tag, field number · 8 + wire type, and a value: a variable-length number (0), eight bytes (1), a length and as many bytes (2), four bytes (5).</remarks>
internal sealed class WireReader(SafeFileHandle handle, long length)
{
    private const int WindowSize = 32 * 1024;

    private readonly byte[] _window = new byte[WindowSize];
    private long _windowStart;
    private int _windowLength;

    /// <summary>The place of the next byte.</summary>
    public long Position { get; private set; }

    /// <summary>The size of the file.</summary>
    public long Length => length;

    /// <summary>A variable-length number that ends before <paramref name="end"/>.</summary>
    public ulong ReadNumber(long end)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (Position >= end) throw Damaged($"a number goes beyond the end of what holds it, byte {end}");
            var next = ReadByte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
        throw Damaged("a number has more than 10 bytes");
    }

    /// <summary>A field's number and wire type.</summary>
    public (int Field, int WireType) ReadTag(long end)
    {
        var tag = ReadNumber(end);
        if (tag >> 3 is 0 or > 536870911) throw Damaged($"field number {tag >> 3} does not exist");
        return ((int)(tag >> 3), (int)(tag & 7));
    }

    /// <summary>The length of a value of a wire type, which lies before <paramref name="end"/>; a number is left unread.</summary>
    public long ReadLength(int wireType, long end)
    {
        var size = wireType switch { 1 => 8UL, 2 => ReadNumber(end), 5 => 4UL, _ => throw Damaged($"wire type {wireType} is not used by ONNX") };
        if (size > (ulong)(end - Position)) throw Damaged($"a field announces {size} bytes, {end - Position} are left");
        return (long)size;
    }

    /// <summary>Copies bytes.</summary>
    public void CopyTo(Stream target, long count)
    {
        while (count > 0)
        {
            var part = Window();
            if (part.Length > count) part = part[..(int)count];
            target.Write(part);
            Position += part.Length;
            count -= part.Length;
        }
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(long count) => Position += count;

    public InvalidDataException Damaged(string what) => new($"it cannot be parsed (at byte {Position}: {what})");

    private byte ReadByte()
    {
        var value = Window()[0];
        Position++;
        return value;
    }

    private ReadOnlySpan<byte> Window()
    {
        if (Position < _windowStart || Position >= _windowStart + _windowLength)
        {
            (_windowStart, _windowLength) = (Position, RandomAccess.Read(handle, _window, Position));
            if (_windowLength == 0) throw Damaged("the file ends");
        }
        return _window.AsSpan((int)(Position - _windowStart), (int)(_windowLength - (Position - _windowStart)));
    }
}
