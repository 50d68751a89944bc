using Striate.Kernels.Resampling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Resampling;

public class ResampleTests
{
    public static TheoryData<int, int, int, int, int, int, bool> Problems => new()
    {
        { 1, 1, 5, 1, 1, 3, false },
        { 1, 4, 5, 1, 2, 3, false },
        { 1, 4, 5, 1, 2, 3, true },
        { 3, 2, 4, 2, 3, 1, true },
        { 1, 1, 1, 4, 4, 4, true },
        { 2, 3, 3, 2, 2, 2, false },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void ForwardIsTheDefinition(int depth, int height, int width, int byDepth, int byHeight, int byWidth, bool linear)
    {
        foreach (var channels in new[] { 1, 7, 19 })
        {
            var shape = Of(channels, depth, height, width, byDepth, byHeight, byWidth, linear);
            var x = Numbers.Draw(2L * shape.InputPixels * channels, channels, false);
            var actual = Run(shape, x, null, false);
            for (var i = 0; i < actual.Length; i++)
            {
                double expected = 0;
                foreach (var (pixel, share) in Shares(shape, i / channels % shape.OutputPixels)) expected += share * x[(i / channels / shape.OutputPixels * shape.InputPixels + pixel) * channels + i % channels];
                Assert.Equal(expected, actual[i], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void BackwardIsTheTranspose(int depth, int height, int width, int byDepth, int byHeight, int byWidth, bool linear)
    {
        foreach (var accumulate in new[] { false, true })
        {
            var shape = Of(5, depth, height, width, byDepth, byHeight, byWidth, linear);
            var (dy, start) = (Numbers.Draw(10L * shape.OutputPixels, 1, false), Numbers.Draw(10L * shape.InputPixels, 2, false));
            var expected = start.Select(value => accumulate ? (double)value : 0).ToArray();
            for (var i = 0; i < dy.Length; i++)
                foreach (var (pixel, share) in Shares(shape, i / 5 % shape.OutputPixels)) expected[(i / 5 / shape.OutputPixels * shape.InputPixels + pixel) * 5 + i % 5] += share * dy[i];
            var actual = Run(shape, dy, start, accumulate);
            for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
        }
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        Assert.Equal("An enlargement needs positive sizes: batch 2, channels 0, 1×1×1 by 1×1×1.", Assert.Throws<ArgumentException>(() => Of(0, 1, 1, 1, 1, 1, 1, false)).Message);
        Assert.Equal("An enlarged map of 8589934592 numbers is too large; the most is 2147483591.", Assert.Throws<ArgumentException>(() => Of(1, 1, 1 << 16, 1 << 16, 1, 1, 1, false)).Message);
        var shape = Of(3, 1, 1, 2, 1, 1, 2, false);
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => Resample.Forward(shape, new float[11], new float[24], WorkerPool.Of(1))).Message);
        Assert.Equal("dx holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => Resample.Backward(shape, new float[24], new float[11], false, WorkerPool.Of(1))).Message);
    }

    private static ResampleShape Of(int channels, int depth, int height, int width, int byDepth, int byHeight, int byWidth, bool linear) =>
        new(2, channels, new ResampleAxis(depth, byDepth, linear), new ResampleAxis(height, byHeight, linear), new ResampleAxis(width, byWidth, linear));

    // (o + ½) / factor − ½ between its neighbours, drawn to the ends outside them; or ⌊o / factor⌋.
    private static IEnumerable<(int Pixel, double Share)> Shares(ResampleShape shape, int output)
    {
        var (w, h, d) = (output % shape.Width.Output, output / shape.Width.Output % shape.Height.Output, output / shape.Width.Output / shape.Height.Output);
        foreach (var (z, a) in Along(shape.Depth, d))
            foreach (var (y, b) in Along(shape.Height, h))
                foreach (var (x, c) in Along(shape.Width, w)) yield return ((z * shape.Height.Input + y) * shape.Width.Input + x, a * b * c);
    }

    private static (int, double)[] Along(ResampleAxis axis, int output)
    {
        if (!axis.IsLinear) return [(output / axis.Factor, 1)];
        var at = Math.Clamp((output + 0.5) / axis.Factor - 0.5, 0, axis.Input - 1);
        var first = (int)Math.Floor(at);
        return [(first, 1 - (at - first)), (Math.Min(first + 1, axis.Input - 1), at - first)];
    }

    private static float[] Run(ResampleShape shape, float[] from, float[]? start, bool accumulate) => SameBits.OnThreads(threads =>
    {
        using var memory = new GuardedMemory();
        var to = start is null ? memory.BlankRow(2 * shape.OutputPixels * shape.Channels) : accumulate ? memory.Row(start) : memory.BlankRow(start.Length);
        if (start is null) Resample.Forward(shape, memory.Row(from).Span, to.Span, WorkerPool.Of(threads));
        else Resample.Backward(shape, memory.Row(from).Span, to.Span, accumulate, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    });
}
