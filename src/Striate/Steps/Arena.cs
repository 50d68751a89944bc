using Striate.Kernels.Memory;

namespace Striate.Steps;

/// <summary>The one block in which a plan's values are placed; it only grows, and plans for different sizes share it in turn.</summary>
internal sealed class Arena
{
    private AlignedBuffer _buffer = new(0);

    /// <summary>The size in bytes.</summary>
    public long Length => _buffer.Length;

    /// <summary>Makes room; what was in the block is lost when it grows.</summary>
    public void Reserve(long floats)
    {
        var bytes = floats * sizeof(float);
        if (bytes > _buffer.Length) _buffer = new AlignedBuffer(bytes);
    }

    public Span<float> Floats(int offset, int length) => _buffer.AsSpan<float>(offset, length);
}
