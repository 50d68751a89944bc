using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class ChannelMaximumTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "128")]
    public void MaximaAndTheirGradients(bool accumulate)
    {
        foreach (var (pixels, groups, size) in new[] { (1, 1, 1), (7, 3, 2), (5, 1, 17), (3, 16, 4), (9000, 2, 3), (501, 37, 2) })
        {
            var x = Numbers.Draw((long)pixels * groups * size, groups, true);
            x[x.Length / 2] = float.NaN;
            if (x.Length > 4) x[2] = x[3] = x[5 % x.Length] = float.NaN;
            var (dy, start) = (Numbers.Draw((long)pixels * groups, groups + 1, true), Numbers.Draw(x.Length, groups + 2, true));
            var (y, dx) = (new float[dy.Length], accumulate ? [.. start] : new float[x.Length]);
            for (var i = 0; i < y.Length; i++)
            {
                var run = x[(i * size)..((i + 1) * size)];
                y[i] = run.Aggregate(MathF.Max);
                var nan = Array.FindIndex(run, float.IsNaN);
                dx[i * size + (nan >= 0 ? nan : Array.IndexOf(run, y[i]))] += dy[i];
            }
            var forward = SameBits.OnThreads(threads => Run(x, pixels, groups, size, threads));
            Assert.Equal(y, forward);
            Assert.Equal(dx, SameBits.OnThreads(threads => Backward(x, forward, dy, accumulate ? start : null, pixels, groups, size, threads)));
        }
    }

    [Fact]
    public void ShortMapsAreRefused()
    {
        var pool = WorkerPool.Of(1);
        Assert.Equal("x holds 23 floats; 4 pixels of 6 channels, 6 apart, take 24.", Assert.Throws<ArgumentException>(() => ChannelMaximum.Forward(new float[23], 4, 3, 2, new float[12], pool)).Message);
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => ChannelMaximum.Forward(new float[24], 4, 3, 2, new float[11], pool)).Message);
        Assert.Equal("dx holds 23 floats; 4 pixels of 6 channels, 6 apart, take 24.",
            Assert.Throws<ArgumentException>(() => ChannelMaximum.Backward(new float[24], new float[12], new float[12], 4, 3, 2, new float[23], false, pool)).Message);
    }

    private static float[] Run(float[] x, int pixels, int groups, int size, int threads)
    {
        using var memory = new GuardedMemory();
        var to = memory.BlankRow(pixels * groups);
        ChannelMaximum.Forward(memory.Row(x).Span, pixels, groups, size, to.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }

    private static float[] Backward(float[] x, float[] y, float[] dy, float[]? start, int pixels, int groups, int size, int threads)
    {
        using var memory = new GuardedMemory();
        var to = start is null ? memory.BlankRow(x.Length) : memory.Row(start);
        ChannelMaximum.Backward(memory.Row(x).Span, memory.Row(y).Span, memory.Row(dy).Span, pixels, groups, size, to.Span, start is not null, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
