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
        Assert.Equal("length ('2147483529') must be less than or equal to '2147483528'. (Parameter 'length')" + Environment.NewLine + "Actual value was 2147483529.", Message(2147483529));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(40).AsSpan<float>(8, 3));
    }
}
