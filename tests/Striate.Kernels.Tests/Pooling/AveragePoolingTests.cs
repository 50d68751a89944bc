using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class AveragePoolingTests
{
    public static TheoryData<bool, bool, bool> Kinds => new() { { true, true, false }, { true, false, true }, { false, true, true }, { false, false, false } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ForwardEqualsTheOracle(bool integers, bool countPadding, bool apart)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(1).Select((shape, i) => (shape, i)))
        {
            var x = Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, integers);
            var y = SameBits.OnThreads(threads => Forward(shape, countPadding, x, apart ? 3 : 0, threads));
            // A sum of integers is exact, and its quotient rounded once.
            PoolingOracle.Average(shape, countPadding, x).AssertEqual($"{shape}", y, integers, shape.Taps);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void BackwardEqualsTheOracle(bool integers, bool countPadding, bool accumulate)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(2).Select((shape, i) => (shape, i)))
        {
            var dy = Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed, integers);
            var start = Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed + 1, integers);
            var dx = SameBits.OnThreads(threads => Backward(shape, countPadding, dy, start, accumulate, seed % 4, threads));
            // Shares of integers are exact where every window is shared by a power of two.
            var exact = integers && EveryCountIsAPowerOfTwo(shape, countPadding);
            PoolingOracle.AverageBackward(shape, countPadding, dy, accumulate ? start : new float[start.Length]).AssertEqual($"{shape}", dx, exact, shape.Taps + 1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "110")]
    public void BackwardIsTheAdjoint(bool countPadding)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(3).Select((shape, i) => (shape, i)))
        {
            var x = Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, false);
            var y = Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed + 1, false);
            Numbers.AssertAdjoint($"{shape}", Forward(shape, countPadding, x, 0, 2), y, x, Backward(shape, countPadding, y, x, false, 0, 2));
        }
    }

    [Fact]
    public void ShortMapsAreRefused()
    {
        var shape = new PoolingShape(2, 3, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(4, 2, 2));
        var pool = WorkerPool.Of(1);
        string Forward(int x, int xStride, int y, int yStride) =>
            Assert.Throws<ArgumentException>(() => AveragePooling.Forward(shape, false, new float[x], xStride, new float[y], yStride, pool)).Message;
        string Backward(int dy, int dyStride, int dx, int dxStride) =>
            Assert.Throws<ArgumentException>(() => AveragePooling.Backward(shape, false, new float[dy], dyStride, new float[dx], dxStride, false, pool)).Message;
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Forward(23, 3, 12, 3));
        Assert.Equal("The pixels of x are 2 floats apart but hold 3 channels.", Forward(24, 2, 12, 3));
        Assert.Equal("y holds 17 floats; 4 pixels of 3 channels, 5 apart, take 18.", Forward(24, 3, 17, 5));
        Assert.Equal("The pixels of y are 2 floats apart but hold 3 channels.", Forward(24, 3, 12, 2));
        Assert.Equal("dy holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Backward(11, 3, 24, 3));
        Assert.Equal("The pixels of dy are 2 floats apart but hold 3 channels.", Backward(12, 2, 24, 3));
        Assert.Equal("dx holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Backward(12, 3, 23, 3));
        Assert.Equal("The pixels of dx are 2 floats apart but hold 3 channels.", Backward(12, 3, 24, 2));
    }

    private static bool EveryCountIsAPowerOfTwo(PoolingShape shape, bool countPadding) => Enumerable.Range(0, shape.OutputPixels).All(output =>
        int.IsPow2(countPadding ? PoolingOracle.PaddedCount(shape, output) : PoolingOracle.Window(shape, output).Count));

    private static float[] Forward(in PoolingShape shape, bool countPadding, float[] x, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var input = memory.Map(x, shape.Channels, shape.Channels + gap);
        var output = memory.Blank(shape.Batch * shape.OutputPixels, shape.Channels, shape.Channels + 2 * gap);
        AveragePooling.Forward(shape, countPadding, input.Span, input.Stride, output.Span, output.Stride, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return output.ToDense();
    }

    private static float[] Backward(in PoolingShape shape, bool countPadding, float[] dy, float[] start, bool accumulate, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var input = memory.Map(dy, shape.Channels, shape.Channels + gap);
        var stride = shape.Channels + 2 * gap;
        var output = accumulate ? memory.Map(start, shape.Channels, stride) : memory.Blank(shape.Batch * shape.InputPixels, shape.Channels, stride);
        AveragePooling.Backward(shape, countPadding, input.Span, input.Stride, output.Span, output.Stride, accumulate, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return output.ToDense();
    }
}
