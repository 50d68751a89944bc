using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Striate.Kernels.Memory;

/// <summary>A block of memory owned by the garbage collector, never moved, that starts at a multiple of 64 bytes.</summary>
/// <remarks>64 bytes are one cache line and one 512-bit vector: an aligned start keeps full vectors from crossing lines.</remarks>
public sealed class AlignedBuffer
{
    /// <summary>The alignment of the first byte.</summary>
    public const int Alignment = 64;

    private readonly byte[] _bytes;
    private readonly int _start;

    /// <summary>Allocates <paramref name="length"/> bytes, all zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or larger than an array can be.</exception>
    public unsafe AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var alignment = HugePages.Serve(length) ? HugePages.Size : Alignment;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - (alignment - 1));
        _bytes = GC.AllocateUninitializedArray<byte>((int)length + alignment - 1, pinned: true);
        Length = (int)length;
        var address = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));
        _start = (int)((alignment - (long)address % alignment) % alignment);
        if (alignment == HugePages.Size) HugePages.Advise(address + _start, length);
        // Only now, so that the first write finds the advice.
        AsSpan<byte>().Clear();
    }

    /// <summary>The number of bytes.</summary>
    public int Length { get; }

    /// <summary>The block as elements of <typeparamref name="T"/>.</summary>
    public Span<T> AsSpan<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(_start, Length));

    /// <summary><paramref name="length"/> elements from the element <paramref name="start"/> on.</summary>
    public Span<T> AsSpan<T>(int start, int length) where T : unmanaged => AsSpan<T>().Slice(start, length);
}
