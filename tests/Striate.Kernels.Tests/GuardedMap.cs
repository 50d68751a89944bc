using System.Runtime.InteropServices;

namespace Striate.Kernels.Tests;

/// <summary>Floats that the garbage collector does not know.</summary>
internal readonly unsafe struct GuardedBlock(float* address, int length)
{
    public Span<float> Span => new(address, length);
}

/// <summary>Pixels of some channels, a stride apart, in the middle of a <see cref="GuardedMemory"/>.</summary>
internal sealed class GuardedMap(GuardedBlock block, int start, int pixels, int channels, int stride)
{
    public int Pixels => pixels;

    public int Stride => stride;

    /// <summary>From the first number to the last, gaps included: what a kernel is given.</summary>
    public Span<float> Span => block.Span.Slice(start, Length);

    private int Length => pixels == 0 ? 0 : (pixels - 1) * stride + channels;

    /// <summary>The numbers without the gaps.</summary>
    public float[] ToDense()
    {
        var dense = new float[pixels * channels];
        for (var pixel = 0; pixel < pixels; pixel++) Span.Slice(pixel * stride, channels).CopyTo(dense.AsSpan(pixel * channels));
        return dense;
    }

    public void AssertUntouched()
    {
        var bits = MemoryMarshal.Cast<float, int>(block.Span);
        Check(bits, 0, start);
        for (var pixel = 0; pixel + 1 < pixels; pixel++) Check(bits, start + pixel * stride + channels, start + (pixel + 1) * stride);
        Check(bits, start + Length, bits.Length);
    }

    private void Check(ReadOnlySpan<int> bits, int from, int to)
    {
        var wrong = bits[from..to].IndexOfAnyExcept(GuardedMemory.Mark);
        Assert.True(wrong < 0, $"Float {from + wrong - start} of a map of {pixels} pixels of {channels} channels, {stride} apart, was written.");
    }
}
