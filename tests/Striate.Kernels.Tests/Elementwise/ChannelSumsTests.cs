using System.Numerics;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class ChannelSumsTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void SumsAreTheOracles(bool accumulate, bool integers)
    {
        foreach (var (pixels, channels) in Problems())
        {
            var (x, start) = (Numbers.Draw((long)pixels * channels, pixels, integers), Numbers.Draw(channels, channels, integers));
            var expected = new Expected(channels);
            for (var c = 0; accumulate && c < channels; c++) expected.Add(c, start[c]);
            for (var i = 0; i < x.Length; i++) expected.Add(i % channels, x[i]);
            expected.AssertEqual($"{pixels} × {channels}", SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var sums = accumulate ? memory.Row(start) : memory.BlankRow(channels);
                ChannelSums.Run(memory.Row(x).Span, pixels, channels, sums.Span, accumulate, memory.BlankRow((int)ChannelSums.ScratchLength(channels)).Span, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return sums.ToDense();
            }), integers, pixels + 1);
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        static string Message(int x = 12, int sums = 3, int scratch = 48) =>
            Assert.Throws<ArgumentException>(() => ChannelSums.Run(new float[x], 4, 3, new float[sums], false, new float[scratch], WorkerPool.Of(1))).Message;
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(x: 11));
        Assert.Equal("sums holds 2 floats; 3 are needed.", Message(sums: 2));
        Assert.Equal("scratch holds 47 floats; 48 are needed.", Message(scratch: 47));
    }

    private static IEnumerable<(int Pixels, int Channels)> Problems()
    {
        for (var channels = 1; channels <= 2 * Vector<float>.Count + 1; channels++) yield return (1 + channels % 5, channels);
        yield return (1000, 3);
        yield return (2049, 5);
    }
}
