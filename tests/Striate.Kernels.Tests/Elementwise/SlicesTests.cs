using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class SlicesTests
{
    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void CopiesAndSumsAreExact(bool accumulate, bool integers)
    {
        foreach (var (channels, pixels, seed) in Problems())
        {
            var (x, start) = (Numbers.Draw((long)pixels * channels, seed, integers), Numbers.Draw((long)pixels * channels, seed + 1, integers));
            var expected = new Expected(x.Length);
            for (var i = 0; i < x.Length; i++) expected.Add(i, accumulate ? x[i] + start[i] : x[i]);
            expected.AssertExact($"{pixels} pixels of {channels}", SameBits.OnThreads(threads => Copy(x, start, channels, accumulate, seed % 5, seed % 3, threads)));
        }
    }

    // A writes the channels of x into a map of zeros with more channels; its adjoint reads them back.
    [Fact]
    public void ReadingIsTheAdjointOfWriting()
    {
        foreach (var (channels, pixels, seed) in Problems())
        {
            var (x, y) = (Numbers.Draw((long)pixels * channels, seed, false), Numbers.Draw((long)pixels * (channels + 3), seed + 1, false));
            var (forward, backward) = (new float[y.Length], new float[x.Length]);
            Slices.Copy(x, channels, forward.AsSpan(2), channels + 3, pixels, channels, accumulate: false, WorkerPool.Of(2));
            Slices.Copy(y.AsSpan(2), channels + 3, backward, channels, pixels, channels, accumulate: false, WorkerPool.Of(2));
            Numbers.AssertAdjoint($"{pixels} pixels of {channels}", forward, y, x, backward);
        }
    }

    [Fact]
    public void ShortMapsAreRefused()
    {
        string Message(int x, int xStride, int y, int yStride, int pixels = 4, int channels = 3) =>
            Assert.Throws<ArgumentException>(() => Slices.Copy(new float[x], xStride, new float[y], yStride, pixels, channels, false, WorkerPool.Of(1))).Message;
        Assert.Equal("x holds 17 floats; 4 pixels of 3 channels, 5 apart, take 18.", Message(17, 5, 12, 3));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(18, 5, 11, 3));
        Assert.Equal("The pixels of x are 2 floats apart but hold 3 channels.", Message(18, 2, 12, 3));
        Assert.Equal("The pixels of y are 2 floats apart but hold 3 channels.", Message(18, 5, 12, 2));
        Assert.Equal("x needs 1 or more pixels and channels, not 0 and 3.", Message(18, 5, 12, 3, pixels: 0));
        Assert.Equal("x needs 1 or more pixels and channels, not 4 and 0.", Message(18, 5, 12, 3, channels: 0));
    }

    private static IEnumerable<(int Channels, int Pixels, int Seed)> Problems()
    {
        foreach (var channels in Lengths.Channels)
        {
            yield return (channels, channels % 7 + 1, 2 * channels);
            yield return (channels, Chunks.Floats / channels + channels % 3 - 1, 2 * channels + 1);
        }
    }

    private static float[] Copy(float[] x, float[] start, int channels, bool accumulate, int gap, int outputGap, int threads)
    {
        using var memory = new GuardedMemory();
        var from = memory.Map(x, channels, channels + gap);
        var to = accumulate ? memory.Map(start, channels, channels + outputGap) : memory.Blank(from.Pixels, channels, channels + outputGap);
        Slices.Copy(from.Span, from.Stride, to.Span, to.Stride, from.Pixels, channels, accumulate, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
