using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class MaxPoolingTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    [Trait("Row", "118")]
    public void ForwardEqualsTheOracle(bool integers, int gap)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(1).Select((shape, i) => (shape, i)))
        {
            var x = Draw(shape, seed, integers);
            var y = SameBits.OnThreads(threads => Forward(shape, x, gap, threads));
            PoolingOracle.Maximum(shape, x).AssertExact($"{shape}", y);
        }
    }

    [Theory]
    [InlineData(true, false, 0)]
    [InlineData(true, true, 3)]
    [InlineData(false, true, 0)]
    [InlineData(false, false, 1)]
    [Trait("Row", "119")]
    public void BackwardEqualsTheOracle(bool integers, bool accumulate, int gap)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(2).Select((shape, i) => (shape, i)))
        {
            var x = Draw(shape, seed, integers);
            var dy = Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed + 1, integers);
            var start = Numbers.Draw(x.Length, seed + 2, integers);
            var dx = SameBits.OnThreads(threads => Backward(shape, x, dy, start, accumulate, gap, threads));
            PoolingOracle.MaximumBackward(shape, x, dy, accumulate ? start : new float[start.Length]).AssertEqual($"{shape}", dx, integers, shape.Taps + 1);
        }
    }

    [Fact]
    public void ShortMapsAreRefused()
    {
        var shape = new PoolingShape(2, 3, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(4, 2, 2));
        var pool = WorkerPool.Of(1);
        string Forward(int x, int xStride, int y, int yStride) =>
            Assert.Throws<ArgumentException>(() => MaxPooling.Forward(shape, new float[x], xStride, new float[y], yStride, pool)).Message;
        string Backward(int x = 24, int y = 12, int dy = 12, int dx = 24, int xStride = 3, int yStride = 3, int dyStride = 3, int dxStride = 3) => Assert.Throws<ArgumentException>(() =>
            MaxPooling.Backward(shape, new float[x], xStride, new float[y], yStride, new float[dy], dyStride, new float[dx], dxStride, false, pool)).Message;
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Forward(23, 3, 12, 3));
        Assert.Equal("The pixels of x are 2 floats apart but hold 3 channels.", Forward(24, 2, 12, 3));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Forward(24, 3, 11, 3));
        Assert.Equal("The pixels of y are 2 floats apart but hold 3 channels.", Forward(24, 3, 12, 2));
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Backward(x: 23));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Backward(y: 11));
        Assert.Equal("dy holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Backward(dy: 11));
        Assert.Equal("dx holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Backward(dx: 23));
        Assert.Equal("The pixels of x are 2 floats apart but hold 3 channels.", Backward(xStride: 2));
        Assert.Equal("The pixels of y are 2 floats apart but hold 3 channels.", Backward(yStride: 2));
        Assert.Equal("The pixels of dy are 2 floats apart but hold 3 channels.", Backward(dyStride: 2));
        Assert.Equal("The pixels of dx are 2 floats apart but hold 3 channels.", Backward(dxStride: 2));
    }

    // Integers tie often; in two problems of three a few NaN and infinities stand among all kinds.
    private static float[] Draw(in PoolingShape shape, int seed, bool integers)
    {
        var x = Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, integers);
        var random = new System.Random(seed);
        for (var i = seed % 3 == 0 ? x.Length : random.Next(9); i < x.Length; i += random.Next(1, 40))
            x[i] = random.Next(3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
        return x;
    }

    private static float[] Forward(in PoolingShape shape, float[] x, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var input = memory.Map(x, shape.Channels, shape.Channels + gap);
        var output = memory.Blank(shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels + 2 * gap);
        MaxPooling.Forward(shape, input.Span, input.Stride, output.Span, output.Stride, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return output.ToDense();
    }

    private static float[] Backward(in PoolingShape shape, float[] x, float[] dy, float[] start, bool accumulate, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var input = memory.Map(x, shape.Channels, shape.Channels + gap);
        var output = memory.Map(Forward(shape, x, 0, 1), shape.Channels, shape.Channels + 2 * gap);
        var from = memory.Map(dy, shape.Channels, shape.Channels + 3 * gap);
        var to = accumulate ? memory.Map(start, shape.Channels, shape.Channels + 4 * gap) : memory.Blank(input.Pixels, shape.Channels, shape.Channels + 4 * gap);
        MaxPooling.Backward(shape, input.Span, input.Stride, output.Span, output.Stride, from.Span, from.Stride, to.Span, to.Stride, accumulate, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
