using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class ClusterPoolingTests
{
    // Whatever the clusters are: every feature's number is in one of them, so the largest of each channel is that of all features, and gradients arrive where outputs came from.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Row", "130")]
    public void OutputsComeFromFeaturesAndGradientsGoThere(bool accumulate)
    {
        foreach (var (shape, seed) in Shapes().Select((shape, i) => (shape, i)))
        {
            var channels = shape.Channels;
            // No two equal numbers.
            var random = new System.Random(seed);
            var x = Enumerable.Range(0, shape.Batch * shape.Pixels * channels).OrderBy(_ => random.Next()).Select(i => i * 0.25f - 7).ToArray();
            var dy = Numbers.Draw((long)shape.Batch * shape.Clusters * channels, seed, true);
            var start = Numbers.Draw(x.Length, seed + 1, true);
            var y = SameBits.OnThreads(threads => Run(shape, x, null, null, threads));
            var dx = SameBits.OnThreads(threads => Run(shape, x, dy, accumulate ? start : null, threads));
            var expected = accumulate ? [.. start] : new float[x.Length];
            for (var i = 0; i < y.Length; i++)
            {
                var place = Array.IndexOf(x, y[i]);
                Assert.Equal((i / channels / shape.Clusters, i % channels), (place / channels / shape.Pixels, place % channels));
                expected[place] += dy[i];
            }
            Assert.Equal(expected, dx);
        }
    }

    [Fact]
    public void AnImageHasTheSameRegionsInAnyBatch()
    {
        var (one, two) = (new ClusterPoolingShape(1, 3, 1, 12, 11, 4, 20, 5), new ClusterPoolingShape(2, 3, 1, 12, 11, 4, 20, 5));
        var x = Numbers.Draw(2 * 132 * 3, 1, false);
        Assert.Equal([.. Run(one, x[..396], null, null, 1), .. Run(one, x[396..], null, null, 1)], Run(two, x, null, null, 2));
    }

    // Flat maps and maps of NaN have clusters too.
    [Fact]
    public void WithoutAPeak()
    {
        var shape = new ClusterPoolingShape(1, 1, 1, 3, 3, 3, 5, 0);
        Assert.Equal([2, 2, 2], Run(shape, [2, 2, 2, 2, 2, 2, 2, 2, 2], null, null, 1));
        Assert.Equal([float.NaN, float.NaN, float.NaN], Run(shape, [.. Enumerable.Repeat(float.NaN, 9)], null, null, 1));
        Assert.Equal(9, Run(shape, [.. Enumerable.Repeat(float.NaN, 9)], [1, 2, 6], null, 1).Sum());
    }

    [Fact]
    public void MessagesAreWhole()
    {
        string Of(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("Pooling by clusters needs positive sizes: batch 1, channels 1, 1×0×3 pixels, 2 clusters.", Of(() => new ClusterPoolingShape(1, 1, 1, 0, 3, 2, 5, 0)));
        Assert.Equal("A map of 4294967296 numbers is too large; the most is 2147483591.", Of(() => new ClusterPoolingShape(1 << 16, 1, 1, 1, 1 << 16, 2, 5, 0)));
        Assert.Equal("There cannot be 3 clusters of 2 features among 9 pixels.", Of(() => new ClusterPoolingShape(1, 1, 1, 3, 3, 3, 2, 0)));
        Assert.Equal("There cannot be 10 clusters of 20 features among 9 pixels.", Of(() => new ClusterPoolingShape(1, 1, 1, 3, 3, 10, 20, 0)));
        var (shape, pool) = (new ClusterPoolingShape(2, 3, 1, 2, 2, 2, 4, 0), WorkerPool.Of(1));
        void Forward(int x, int y, int scratch) => ClusterPooling.Forward(shape, new float[x], new float[y], new float[scratch], pool);
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Assert.Throws<ArgumentException>(() => Forward(23, 12, 99)).Message);
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => Forward(24, 11, 99)).Message);
        Assert.Equal("scratch holds 31 floats; 32 are needed.", Assert.Throws<ArgumentException>(() => Forward(24, 12, 31)).Message);
        Assert.Equal("dx holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.",
            Assert.Throws<ArgumentException>(() => ClusterPooling.Backward(shape, new float[24], new float[12], new float[23], false, new float[99], pool)).Message);
    }

    private static IEnumerable<ClusterPoolingShape> Shapes()
    {
        yield return new(2, 1, 1, 1, 1, 1, 1, 0);
        yield return new(3, 3, 1, 6, 7, 4, 12, 1);
        yield return new(2, 17, 3, 4, 5, 5, 9, 2);
        yield return new(2, 5, 1, 1, 40, 7, 7, 3);
        yield return new(2, 2, 1, 3, 3, 9, 9, 4);
        yield return new(1, 33, 1, 20, 20, 8, 64, 5);
    }

    // Forward, or with dy backward.
    private static float[] Run(in ClusterPoolingShape shape, float[] x, float[]? dy, float[]? start, int threads)
    {
        using var memory = new GuardedMemory();
        var scratch = memory.BlankRow(ClusterPooling.ScratchLength(shape, threads));
        var to = start is not null ? memory.Row(start) : memory.BlankRow(dy is null ? shape.Batch * shape.Clusters * shape.Channels : x.Length);
        if (dy is null) ClusterPooling.Forward(shape, memory.Row(x).Span, to.Span, scratch.Span, WorkerPool.Of(threads));
        else ClusterPooling.Backward(shape, memory.Row(x).Span, memory.Row(dy).Span, to.Span, start is not null, scratch.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
