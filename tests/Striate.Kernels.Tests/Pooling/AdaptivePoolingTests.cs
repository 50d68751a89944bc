using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class AdaptivePoolingTests
{
    // From 5 to 3: inputs 0 1, 1 2 3 and 3 4; from 4 to 2: halves; from 2 to 3: 0, 0 1 and 1.
    [Fact]
    public void WindowsByHand()
    {
        Assert.Equal([1.5f, 3, 4.5f], Run(Row(5, 3), false, [1, 2, 3, 4, 5], 1));
        Assert.Equal([2, 4, 5], Run(Row(5, 3), true, [1, 2, 3, 4, 5], 1));
        Assert.Equal([1.5f, 3.5f], Run(Row(4, 2), false, [1, 2, 3, 4], 1));
        Assert.Equal([1, 1.5f, 2], Run(Row(2, 3), false, [1, 2], 1));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void ForwardAndBackwardEqualTheOracle(bool maximum, bool integers)
    {
        foreach (var (shape, seed) in Shapes())
        {
            var (x, dy) = (Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, integers), Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed + 1, integers));
            if (maximum && !integers) x[seed % x.Length] = float.NaN;
            var start = Numbers.Draw(x.Length, seed + 2, integers);
            var accumulate = seed % 2 == 0;
            Expected y = new(dy.Length), dx = new(x.Length);
            for (var i = 0; accumulate && i < x.Length; i++) dx.Add(i, start[i]);
            var powersOfTwo = true;
            for (var i = 0; i < dy.Length; i++)
            {
                var window = Window(shape, i / shape.Channels).ConvertAll(pixel => pixel * shape.Channels + i % shape.Channels);
                powersOfTwo &= int.IsPow2(window.Count);
                var winner = window.FindIndex(place => float.IsNaN(x[place])) is var nan && nan >= 0 ? window[nan] : window.MaxBy(place => x[place]);
                if (maximum) y.Add(i, x[winner]);
                else foreach (var place in window) y.Add(i, x[place]);
                if (!maximum) (y.Value[i], y.Magnitude[i]) = (y.Value[i] / window.Count, y.Magnitude[i] / window.Count);
                if (maximum) dx.Add(winner, dy[i]);
                else foreach (var place in window) dx.Add(place, (double)dy[i] / window.Count);
            }
            var forward = SameBits.OnThreads(threads => Run(shape, maximum, x, threads));
            y.AssertEqual($"{shape}", forward, integers || maximum, shape.InputPixels);
            dx.AssertEqual($"{shape}", SameBits.OnThreads(threads => Backward(shape, maximum, x, forward, dy, accumulate ? start : null, threads)),
                integers && (maximum || powersOfTwo), shape.OutputPixels + 1);
        }
    }

    [Fact]
    public void TheMeanHasItsAdjoint()
    {
        foreach (var (shape, seed) in Shapes())
        {
            var (x, y) = (Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, false), Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed + 1, false));
            Numbers.AssertAdjoint($"{shape}", Run(shape, false, x, 2), y, x, Backward(shape, false, x, [], y, null, 2));
        }
    }

    [Fact]
    public void MessagesAreWhole()
    {
        var pool = WorkerPool.Of(1);
        var shape = new AdaptivePoolingShape(2, 3, AdaptiveAxis.Unit, AdaptiveAxis.Unit, new AdaptiveAxis(4, 2));
        string Forward(int x, int y) => Assert.Throws<ArgumentException>(() => AdaptivePooling.Forward(shape, true, new float[x], new float[y], pool)).Message;
        string Average(int dy, int dx) => Assert.Throws<ArgumentException>(() => AdaptivePooling.AverageBackward(shape, new float[dy], new float[dx], false, pool)).Message;
        string Maximum(int x, int y, int dy, int dx) => Assert.Throws<ArgumentException>(() => AdaptivePooling.MaximumBackward(shape, new float[x], new float[y], new float[dy], new float[dx], false, pool)).Message;
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Forward(23, 12));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Forward(24, 11));
        Assert.Equal("dy holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Average(11, 24));
        Assert.Equal("dx holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Average(12, 23));
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Maximum(23, 12, 12, 24));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Maximum(24, 11, 12, 24));
        Assert.Equal("Adaptive pooling needs positive sizes: batch 1, channels 1, from 1×1×4 to 1×1×0.", Assert.Throws<ArgumentException>(() => Row(4, 0)).Message);
        Assert.Equal("An adaptive pooling map of 4294967296 numbers is too large; the most is 2147483591.",
            Assert.Throws<ArgumentException>(() => new AdaptivePoolingShape(1 << 16, 1, AdaptiveAxis.Unit, AdaptiveAxis.Unit, new AdaptiveAxis(1, 1 << 16))).Message);
    }

    private static AdaptivePoolingShape Row(int input, int output) => new(1, 1, AdaptiveAxis.Unit, AdaptiveAxis.Unit, new AdaptiveAxis(input, output));

    // ⌊o · n / m⌋ to before ⌈(o + 1) · n / m⌉ along each axis.
    private static List<int> Window(AdaptivePoolingShape s, int output)
    {
        static IEnumerable<int> Along(AdaptiveAxis axis, int output)
        {
            var from = (int)Math.Floor((double)output * axis.Input / axis.Output);
            return Enumerable.Range(from, (int)Math.Ceiling((output + 1.0) * axis.Input / axis.Output) - from);
        }
        var (n, p) = Math.DivRem(output, s.OutputPixels);
        return
        [
            .. from d in Along(s.Depth, p / (s.Height.Output * s.Width.Output))
               from h in Along(s.Height, p / s.Width.Output % s.Height.Output)
               from w in Along(s.Width, p % s.Width.Output)
               select ((n * s.Depth.Input + d) * s.Height.Input + h) * s.Width.Input + w
        ];
    }

    private static IEnumerable<(AdaptivePoolingShape Shape, int Seed)> Shapes()
    {
        var random = new System.Random(1);
        AdaptiveAxis Axis() => new(random.Next(1, 8), random.Next(1, 6));
        foreach (var channels in Lengths.Channels)
        {
            yield return (new AdaptivePoolingShape(random.Next(1, 4), channels, AdaptiveAxis.Unit, AdaptiveAxis.Unit, Axis()), 2 * channels);
            yield return (new AdaptivePoolingShape(random.Next(1, 3), channels, channels % 3 == 0 ? Axis() : AdaptiveAxis.Unit, Axis(), Axis()), 2 * channels + 1);
        }
    }

    private static float[] Run(in AdaptivePoolingShape shape, bool maximum, float[] x, int threads)
    {
        using var memory = new GuardedMemory();
        var to = memory.BlankRow((long)shape.Batch * shape.OutputPixels * shape.Channels);
        AdaptivePooling.Forward(shape, maximum, memory.Row(x).Span, to.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }

    private static float[] Backward(in AdaptivePoolingShape shape, bool maximum, float[] x, float[] y, float[] dy, float[]? start, int threads)
    {
        using var memory = new GuardedMemory();
        var to = start is null ? memory.BlankRow(x.Length) : memory.Row(start);
        if (maximum) AdaptivePooling.MaximumBackward(shape, memory.Row(x).Span, memory.Row(y).Span, memory.Row(dy).Span, to.Span, start is not null, WorkerPool.Of(threads));
        else AdaptivePooling.AverageBackward(shape, memory.Row(dy).Span, to.Span, start is not null, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
