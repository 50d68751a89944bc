using Striate.Kernels.Resampling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Resampling;

public class PixelBlocksTests
{
    [Theory]
    [InlineData(1, 1, 4, 1, 1, 3, 2)]
    [InlineData(1, 3, 2, 1, 2, 2, 7)]
    [InlineData(2, 2, 3, 3, 1, 2, 5)]
    [InlineData(2, 1, 2, 2, 3, 2, 1)]
    public void BothWaysAreTheDefinition(int depth, int height, int width, int blockDepth, int blockHeight, int blockWidth, int channels)
    {
        foreach (var (outside, toSpace, accumulate) in from a in new[] { false, true } from b in new[] { false, true } from c in new[] { false, true } select (a, b, c))
        {
            var shape = new PixelBlockShape(2, channels, (depth, height, width), (blockDepth, blockHeight, blockWidth), outside);
            var (x, start) = (Numbers.Draw(shape.Length, 1, false), Numbers.Draw(shape.Length, 2, false));
            var expected = start.Select(value => accumulate ? value : 0).ToArray();
            var pixels = blockDepth * blockHeight * blockWidth;
            for (var i = 0; i < x.Length; i++)
            {
                // i counts the map with many pixels.
                var (c, rest) = (i % channels, i / channels);
                var (w, h) = (rest % (width * blockWidth), rest / (width * blockWidth) % (height * blockHeight));
                var plane = rest / (width * blockWidth) / (height * blockHeight);
                var (n, d) = (plane / (depth * blockDepth), plane % (depth * blockDepth));
                var place = (d % blockDepth * blockHeight + h % blockHeight) * blockWidth + w % blockWidth;
                var pixel = ((n * depth + d / blockDepth) * height + h / blockHeight) * width + w / blockWidth;
                var few = pixel * channels * pixels + (outside ? c * pixels + place : place * channels + c);
                if (toSpace) expected[i] += x[few];
                else expected[few] += x[i];
            }
            var actual = SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var y = accumulate ? memory.Row(start) : memory.BlankRow(start.Length);
                if (toSpace) PixelBlocks.ToSpace(shape, memory.Row(x).Span, y.Span, accumulate, WorkerPool.Of(threads));
                else PixelBlocks.ToDepth(shape, memory.Row(x).Span, y.Span, accumulate, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return y.ToDense();
            });
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        Assert.Equal("Blocks of 1×0×2 pixels, 1×2×3 of them, with 4 channels and a batch of 5: each must be 1 or more, and all together at most 2147483591.",
            Assert.Throws<ArgumentException>(() => _ = new PixelBlockShape(5, 4, (1, 2, 3), (1, 0, 2), false)).Message);
        var shape = new PixelBlockShape(1, 3, (1, 1, 2), (1, 1, 2), false);
        Assert.Equal("x holds 11 floats; 12 are needed.", Assert.Throws<ArgumentException>(() => PixelBlocks.ToDepth(shape, new float[11], new float[12], false, WorkerPool.Of(1))).Message);
        Assert.Equal("y holds 11 floats; 12 are needed.", Assert.Throws<ArgumentException>(() => PixelBlocks.ToSpace(shape, new float[12], new float[11], false, WorkerPool.Of(1))).Message);
    }
}
