using Striate.Kernels.Padding;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Padding;

public class MapPaddingTests
{
    [Theory]
    [InlineData(PaddingMode.Zero)]
    [InlineData(PaddingMode.Constant)]
    [InlineData(PaddingMode.Reflect)]
    [InlineData(PaddingMode.Replicate)]
    [InlineData(PaddingMode.Circular)]
    [Trait("Row", "58")]
    public void BothPassesAreTheDefinition(PaddingMode mode)
    {
        foreach (var channels in new[] { 1, 5, 17 })
        {
            var shape = new PaddingShape(2, channels, mode, mode == PaddingMode.Constant ? 3 : 0, new PaddingAxis(3, 1, 2), new PaddingAxis(4, 0, 3), new PaddingAxis(5, 4, 1));
            var sources = Enumerable.Range(0, shape.OutputPixels).Select(pixel => Source(shape, pixel)).ToArray();
            var (x, dy) = (Numbers.Draw(2L * shape.InputPixels * channels, 1, true), Numbers.Draw(2L * shape.OutputPixels * channels, 2, true));
            var (y, dx) = (new float[dy.Length], (float[])[.. x]);
            for (var i = 0; i < y.Length; i++)
            {
                var source = sources[i / channels % shape.OutputPixels];
                if (source < 0)
                {
                    y[i] = shape.Value;
                    continue;
                }
                var from = (i / channels / shape.OutputPixels * shape.InputPixels + source) * channels + i % channels;
                y[i] = x[from];
                dx[from] += dy[i];
            }
            Assert.Equal(y, SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var target = memory.BlankRow(y.Length);
                MapPadding.Forward(shape, x, target.Span, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return target.ToDense();
            }));
            Assert.Equal(dx, SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var target = memory.Row(x);
                MapPadding.Backward(shape, dy, target.Span, accumulate: true, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return target.ToDense();
            }));
        }
    }

    [Fact]
    public void Messages()
    {
        static string Of(PaddingMode mode, PaddingAxis axis, int batch = 1) => Assert.Throws<ArgumentException>(() => new PaddingShape(batch, 1, mode, 0, PaddingAxis.Unit, PaddingAxis.Unit, axis)).Message;
        Assert.Equal("A padding needs positive sizes: batch 0, channels 1.", Of(PaddingMode.Zero, PaddingAxis.Unit, 0));
        Assert.Equal("A padded axis needs a positive size and padding of 0 or more: 3, (-1, 0).", Of(PaddingMode.Zero, new PaddingAxis(3, -1)));
        Assert.Equal("Padding of (3, 0) in mode Reflect asks for more elements than an axis of 3 has.", Of(PaddingMode.Reflect, new PaddingAxis(3, 3)));
        Assert.Equal("Padding of (0, 4) in mode Circular asks for more elements than an axis of 3 has.", Of(PaddingMode.Circular, new PaddingAxis(3, 0, 4)));
        Assert.Equal("A padded map of 3000000001 numbers is too large; the most is 2147483591.", Of(PaddingMode.Zero, new PaddingAxis(1, 1_500_000_000, 1_500_000_000)));
    }

    // On lists of the numbers of pixels, axis by axis, straight from the words of the modes.
    private static int Source(PaddingShape shape, int pixel)
    {
        var (source, scale) = (0, 1);
        foreach (var axis in new[] { shape.Width, shape.Height, shape.Depth })
        {
            List<int> numbers = [.. Enumerable.Range(0, axis.Input)];
            IEnumerable<int> before = shape.Mode switch
            {
                PaddingMode.Reflect => numbers.Skip(1).Take(axis.Low).Reverse(),
                PaddingMode.Replicate => Enumerable.Repeat(0, axis.Low),
                PaddingMode.Circular => numbers.TakeLast(axis.Low),
                _ => Enumerable.Repeat(-1, axis.Low),
            };
            IEnumerable<int> behind = shape.Mode switch
            {
                PaddingMode.Reflect => numbers.SkipLast(1).TakeLast(axis.High).Reverse(),
                PaddingMode.Replicate => Enumerable.Repeat(axis.Input - 1, axis.High),
                PaddingMode.Circular => numbers.Take(axis.High),
                _ => Enumerable.Repeat(-1, axis.High),
            };
            int[] line = [.. before, .. numbers, .. behind];
            var number = line[pixel % line.Length];
            source = number < 0 || source < 0 ? -1 : source + number * scale;
            (pixel, scale) = (pixel / line.Length, scale * axis.Input);
        }
        return source;
    }
}
