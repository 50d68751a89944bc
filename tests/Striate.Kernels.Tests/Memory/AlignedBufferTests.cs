using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Striate.Kernels.Memory;

namespace Striate.Kernels.Tests.Memory;

public class AlignedBufferTests
{
    [Fact]
    public unsafe void EveryBufferStartsAtALineOfTheCache()
    {
        for (var length = 0; length < 300; length++)
        {
            var buffer = new AlignedBuffer(length);
            Assert.Equal(length, buffer.Length);
            Assert.Equal(length, buffer.AsSpan<byte>().Length);
            Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.AsSpan<byte>())) % AlignedBuffer.Alignment);
            Assert.Equal(-1, buffer.AsSpan<byte>().IndexOfAnyExcept((byte)0));
        }
    }

    [Fact]
    public void SpansOfElementsLieInTheBuffer()
    {
        var buffer = new AlignedBuffer(43);
        for (var i = 0; i < 10; i++) buffer.AsSpan<float>()[i] = i;
        Assert.Equal(10, buffer.AsSpan<float>().Length);
        Assert.Equal([3, 4], buffer.AsSpan<float>(3, 2).ToArray());
    }

    [Fact]
    public void LengthsThatNoArrayHasAreRefused()
    {
        static string Message(long length) => Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(length)).Message;
        Assert.Equal("length ('-1') must be a non-negative value. (Parameter 'length')" + Environment.NewLine + "Actual value was -1.", Message(-1));
        // Large buffers begin at a huge page where the system has such, and need room to move there.
        var most = Array.MaxLength - ((HugePages.Serve(int.MaxValue) ? HugePages.Size : AlignedBuffer.Alignment) - 1L);
        Assert.Equal($"length ('{most + 1}') must be less than or equal to '{most}'. (Parameter 'length')" + Environment.NewLine + $"Actual value was {most + 1}.", Message(most + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(40).AsSpan<float>(8, 3));
    }
}
