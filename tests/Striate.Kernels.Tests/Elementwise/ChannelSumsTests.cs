using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class ChannelSumsTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void SumsEqualTheOracle(bool integers, bool accumulate)
    {
        foreach (var channels in Lengths.Channels)
        {
            // One task, a last one of a single pixel, and as many tasks as there are at most.
            foreach (var (pixels, gap) in new[] { (1 + channels % 7, 3), (65, 0), (1200 + channels, channels % 2 * 5) })
            {
                var (x, start) = (Numbers.Draw((long)pixels * channels, channels, integers), Numbers.Draw(channels, channels + 1, integers));
                var expected = new Expected(channels);
                for (var c = 0; accumulate && c < channels; c++) expected.Add(c, start[c]);
                for (var i = 0; i < x.Length; i++) expected.Add(i % channels, x[i]);
                expected.AssertEqual($"{pixels} × {channels}", SameBits.OnThreads(threads =>
                {
                    using var memory = new GuardedMemory();
                    var (from, to) = (memory.Map(x, channels, channels + gap), accumulate ? memory.Row(start) : memory.BlankRow(channels));
                    ChannelSums.Run(from.Span, channels + gap, pixels, channels, to.Span, accumulate, memory.BlankRow(ChannelSums.ScratchLength(channels)).Span, WorkerPool.Of(threads));
                    memory.AssertUntouched();
                    return to.ToDense();
                }), integers, pixels + 1);
            }
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        string Message(int x = 12, int sums = 3, int scratch = 48) => Assert.Throws<ArgumentException>(() =>
            ChannelSums.Run(new float[x], 3, 4, 3, new float[sums], false, new float[scratch], WorkerPool.Of(1))).Message;
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(x: 11));
        Assert.Equal("sums holds 2 floats; 3 are needed.", Message(sums: 2));
        Assert.Equal("scratch holds 47 floats; 48 are needed.", Message(scratch: 47));
    }
}
