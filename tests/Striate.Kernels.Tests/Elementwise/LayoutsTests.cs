using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class LayoutsTests
{
    // Below, at and above the tile of 16, in both directions.
    private static readonly int[] Sizes = [1, 2, 3, 5, 15, 16, 17, 31, 32, 33, 50];

    [Fact]
    public void TwoPixelsOfThreeChannelsByHand()
    {
        // Two examples: pixels 1 2 3 and 4 5 6, then 7 8 9 and 10 11 12.
        float[] last = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        float[] first = [1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12];
        Assert.Equal(first, Run(last, 2, 3, 2, toFirst: true, null, 1));
        Assert.Equal(last, Run(first, 2, 3, 2, toFirst: false, null, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BothWaysAreExact(bool accumulate)
    {
        foreach (var (batch, channels, pixels) in from channels in Sizes from pixels in Sizes select (1 + (channels + pixels) % 3, channels, pixels))
        {
            var (x, start) = (Numbers.Draw((long)batch * channels * pixels, channels, false), Numbers.Draw((long)batch * channels * pixels, pixels, false));
            Expected first = new(x.Length), last = new(x.Length);
            for (var i = 0; i < x.Length; i++)
            {
                var (n, p, c) = (i / (channels * pixels), i / channels % pixels, i % channels);
                var transposed = (n * channels + c) * pixels + p;
                first.Add(transposed, accumulate ? x[i] + start[transposed] : x[i]);
                last.Add(i, accumulate ? x[transposed] + start[i] : x[transposed]);
            }
            foreach (var (toFirst, expected) in new[] { (true, first), (false, last) })
            {
                expected.AssertExact($"{batch} × {channels} channels × {pixels} pixels",
                    SameBits.OnThreads(threads => Run(x, batch, channels, pixels, toFirst, accumulate ? start : null, threads)));
            }
        }
    }

    [Fact]
    public void EachWayIsTheAdjointOfTheOther()
    {
        var (x, y) = (Numbers.Draw(3 * 17 * 33, 1, false), Numbers.Draw(3 * 17 * 33, 2, false));
        Numbers.AssertAdjoint("to channels first", Run(x, 3, 17, 33, true, null, 2), y, x, Run(y, 3, 17, 33, false, null, 2));
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var pool = WorkerPool.Of(1);
        Assert.Equal("x holds 23 floats; 24 are needed.", Assert.Throws<ArgumentException>(() => Layouts.ToChannelsFirst(new float[23], 2, 3, 4, new float[24], false, pool)).Message);
        Assert.Equal("y holds 23 floats; 24 are needed.", Assert.Throws<ArgumentException>(() => Layouts.ToChannelsLast(new float[24], 2, 3, 4, new float[23], false, pool)).Message);
    }

    private static float[] Run(float[] x, int batch, int channels, int pixels, bool toFirst, float[]? start, int threads)
    {
        using var memory = new GuardedMemory();
        var from = memory.Row(x);
        var to = start is null ? memory.BlankRow(x.Length) : memory.Row(start);
        if (toFirst) Layouts.ToChannelsFirst(from.Span, batch, channels, pixels, to.Span, start is not null, WorkerPool.Of(threads));
        else Layouts.ToChannelsLast(from.Span, batch, channels, pixels, to.Span, start is not null, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
