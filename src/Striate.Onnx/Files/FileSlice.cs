using Microsoft.Win32.SafeHandles;

namespace Striate.Onnx.Files;

/// <summary>Bytes that lie in an open file and are read when they are wanted, straight to where they belong.</summary>
internal sealed class FileSlice(SafeFileHandle handle, string path, long offset, long length)
{
    /// <summary>The number of bytes.</summary>
    public long Length => length;

    /// <summary>Whether all bytes were read at once.</summary>
    public bool WasRead { get; private set; }

    /// <summary>Reads all bytes.</summary>
    public void ReadAll(Span<byte> to)
    {
        Read(0, to);
        WasRead = true;
    }

    /// <summary>Reads as many bytes as there is room for.</summary>
    /// <param name="from">The first of them, counted from the slice's start.</param>
    /// <param name="to">Where they go.</param>
    /// <exception cref="InvalidDataException">The file became shorter than it was.</exception>
    public void Read(long from, Span<byte> to)
    {
        while (to.Length > 0)
        {
            var count = RandomAccess.Read(handle, to, offset + from);
            if (count == 0) throw new InvalidDataException($"'{path}' ends at byte {offset + from} while it is read");
            from += count;
            to = to[count..];
        }
    }
}
