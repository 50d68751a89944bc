using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class SumAndNormPoolingTests
{
    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(false, 3, true)]
    [InlineData(true, 1, true)]
    [Trait("Row", "120")]
    public void SumsEqualTheOracle(bool integers, int gap, bool accumulate)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(3).Select((shape, i) => (shape, i)))
        {
            var (x, dy) = (Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, integers), Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed + 1, integers));
            var start = Numbers.Draw(x.Length, seed + 2, integers);
            Expected y = new(dy.Length), dx = new(x.Length);
            for (var i = 0; accumulate && i < x.Length; i++) dx.Add(i, start[i]);
            for (var i = 0; i < dy.Length; i++)
            {
                foreach (var pixel in PoolingOracle.Window(shape, i / shape.Channels))
                {
                    y.Add(i, x[pixel * shape.Channels + i % shape.Channels]);
                    dx.Add(pixel * shape.Channels + i % shape.Channels, dy[i]);
                }
            }
            y.AssertEqual($"{shape}", SameBits.OnThreads(threads => Run(shape, null, x, gap, threads)), integers, shape.Taps);
            dx.AssertEqual($"{shape}", SameBits.OnThreads(threads => Backward(shape, null, x, dy, accumulate ? start : null, gap, threads)), integers, shape.Taps + 1);
        }
    }

    [Theory]
    [InlineData(0.6f, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2.5f, true)]
    [InlineData(7, false)]
    [InlineData(float.PositiveInfinity, true)]
    [Trait("Row", "121")]
    public void NormsEqualTheOracle(float p, bool accumulate)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(4).Select((shape, i) => (shape, i)))
        {
            var (x, dy) = (Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, false), Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed + 1, false));
            x[seed % x.Length] = 0;
            var start = Numbers.Draw(x.Length, seed + 2, false);
            double[] y = new double[dy.Length], dx = accumulate ? Array.ConvertAll(start, value => (double)value) : new double[x.Length];
            for (var i = 0; i < dy.Length; i++)
            {
                var places = PoolingOracle.Window(shape, i / shape.Channels).ConvertAll(pixel => pixel * shape.Channels + i % shape.Channels);
                y[i] = float.IsPositiveInfinity(p) ? places.Max(place => Math.Abs(x[place])) : Math.Pow(places.Sum(place => Math.Pow(Math.Abs(x[place]), p)), 1.0 / p);
                if (float.IsPositiveInfinity(p))
                {
                    var winner = places.MaxBy(place => Math.Abs(x[place]));
                    dx[winner] += dy[i] * Math.Sign(x[winner]);
                    continue;
                }
                foreach (var place in places.Where(place => x[place] != 0)) dx[place] += dy[i] * Math.Sign(x[place]) * Math.Pow(Math.Abs(x[place]) / y[i], p - 1);
            }
            AssertNear($"{shape} y", y, SameBits.OnThreads(threads => Run(shape, p, x, seed % 3, threads)));
            AssertNear($"{shape} dx", dx, SameBits.OnThreads(threads => Backward(shape, p, x, dy, accumulate ? start : null, seed % 3, threads)));
        }
    }

    [Fact]
    public void NothingOverflowsAndNanStays()
    {
        var shape = new PoolingShape(1, 1, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(2, 2));
        Assert.Equal(1e30f * Math.Pow(2, 0.1), Run(shape, 10, [1e30f, -1e30f], 0, 1)[0], 1e25);
        Assert.Equal(1e-30f * Math.Pow(2, 0.1), Run(shape, 10, [1e-30f, -1e-30f], 0, 1)[0], 1e-35);
        foreach (var p in new[] { 1, 2, 3.5f, float.PositiveInfinity })
        {
            Assert.Equal([0], Run(shape, p, [0, 0], 0, 1));
            Assert.Equal([float.NaN], Run(shape, p, [float.NaN, 1], 0, 1));
            Assert.Equal([float.PositiveInfinity], Run(shape, p, [float.NegativeInfinity, 1], 0, 1));
            Assert.Equal([0, 0], Backward(shape, p, [0, 0], [1], null, 0, 1));
        }
    }

    [Fact]
    public void ShortMapsAreRefused()
    {
        var shape = new PoolingShape(2, 3, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(4, 2, 2));
        var pool = WorkerPool.Of(1);
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Assert.Throws<ArgumentException>(() => SumPooling.Forward(shape, new float[23], 3, new float[12], 3, pool)).Message);
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => NormPooling.Forward(shape, 2, new float[24], 3, new float[11], 3, pool)).Message);
        Assert.Equal("dy holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => SumPooling.Backward(shape, new float[11], 3, new float[24], 3, false, pool)).Message);
        Assert.Equal("The pixels of dx are 2 floats apart but hold 3 channels.",
            Assert.Throws<ArgumentException>(() => NormPooling.Backward(shape, 2, new float[24], 3, new float[12], 3, new float[12], 3, new float[24], 2, false, pool)).Message);
    }

    private static void AssertNear(string what, double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= 3e-6 * Math.Max(1, Math.Abs(expected[i])))) Assert.Fail($"{what}: {actual[i]} at {i}, not {expected[i]}");
    }

    // No p: the sum.
    private static float[] Run(in PoolingShape shape, float? p, float[] x, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var input = memory.Map(x, shape.Channels, shape.Channels + gap);
        var output = memory.Blank(shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels + 2 * gap);
        if (p is { } exponent) NormPooling.Forward(shape, exponent, input.Span, input.Stride, output.Span, output.Stride, WorkerPool.Of(threads));
        else SumPooling.Forward(shape, input.Span, input.Stride, output.Span, output.Stride, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return output.ToDense();
    }

    private static float[] Backward(in PoolingShape shape, float? p, float[] x, float[] dy, float[]? start, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var from = memory.Map(dy, shape.Channels, shape.Channels + 3 * gap);
        var to = start is null ? memory.Blank(shape.Batch * shape.InputPixels, shape.Channels, shape.Channels + 4 * gap) : memory.Map(start, shape.Channels, shape.Channels + 4 * gap);
        if (p is { } exponent)
        {
            var input = memory.Map(x, shape.Channels, shape.Channels + gap);
            var output = memory.Map(Run(shape, p, x, 0, 1), shape.Channels, shape.Channels + 2 * gap);
            NormPooling.Backward(shape, exponent, input.Span, input.Stride, output.Span, output.Stride, from.Span, from.Stride, to.Span, to.Stride, start is not null, WorkerPool.Of(threads));
        }
        else SumPooling.Backward(shape, from.Span, from.Stride, to.Span, to.Stride, start is not null, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
