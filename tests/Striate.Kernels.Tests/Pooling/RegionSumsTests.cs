using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class RegionSumsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "131")]
    public void ProductsEqualTheOracle(bool accumulate)
    {
        foreach (var channels in Lengths.Channels)
        {
            var random = new System.Random(channels);
            var (batch, regions, pixels) = (random.Next(1, 4), random.Next(1, 10), random.Next(1, 30));
            var (w, x, dy) = (Numbers.Draw(regions * pixels, channels, true), Numbers.Draw((long)batch * pixels * channels, channels + 1, true), Numbers.Draw((long)batch * regions * channels, channels + 2, true));
            var scratch = (int)RegionSums.ScratchLength(regions, pixels, batch, channels);
            var start = Numbers.Draw(x.Length, channels + 3, true);
            Expected y = new(dy.Length), dx = new(x.Length), dw = new(w.Length);
            for (var i = 0; accumulate && i < x.Length; i++) dx.Add(i, start[i]);
            for (var i = 0; i < dy.Length; i++)
            {
                var (n, r, c) = (i / channels / regions, i / channels % regions, i % channels);
                for (var p = 0; p < pixels; p++)
                {
                    var place = (n * pixels + p) * channels + c;
                    y.Add(i, (double)w[r * pixels + p] * x[place]);
                    dx.Add(place, (double)w[r * pixels + p] * dy[i]);
                    dw.Add(r * pixels + p, (double)dy[i] * x[place]);
                }
            }
            y.AssertEqual($"y {channels}", SameBits.OnThreads(threads => Run(dy.Length, (to, memory) => RegionSums.Forward(memory.Row(w).Span, regions, pixels, batch, channels, memory.Row(x).Span, to, memory.BlankRow(scratch).Span, WorkerPool.Of(threads)))), true, pixels);
            dx.AssertEqual($"dx {channels}", SameBits.OnThreads(threads => Run(x.Length, (to, memory) =>
            {
                if (accumulate) start.CopyTo(to);
                RegionSums.Backward(memory.Row(w).Span, regions, pixels, batch, channels, memory.Row(dy).Span, to, accumulate, WorkerPool.Of(threads));
            })), true, regions + 1);
            dw.AssertEqual($"dw {channels}", SameBits.OnThreads(threads => Run(w.Length, (to, memory) => RegionSums.WeightGradient(memory.Row(dy).Span, memory.Row(x).Span, regions, pixels, batch, channels, to, memory.BlankRow(scratch).Span, WorkerPool.Of(threads)))), true, batch * channels);
        }
    }

    [Fact]
    public void GradientsOfManyExamplesAreSummed()
    {
        var (batch, regions, pixels, channels) = (150, 19, 37, 3);
        var (dy, x) = (Numbers.Draw((long)batch * regions * channels, 1, true), Numbers.Draw((long)batch * pixels * channels, 2, true));
        Expected dw = new(regions * pixels);
        for (var i = 0; i < dy.Length; i++)
        {
            var (n, r, c) = (i / channels / regions, i / channels % regions, i % channels);
            for (var p = 0; p < pixels; p++) dw.Add(r * pixels + p, (double)dy[i] * x[(n * pixels + p) * channels + c]);
        }
        var scratch = (int)RegionSums.ScratchLength(regions, pixels, batch, channels);
        dw.AssertEqual("dw", SameBits.OnThreads(threads => Run(regions * pixels, (to, memory) =>
            RegionSums.WeightGradient(memory.Row(dy).Span, memory.Row(x).Span, regions, pixels, batch, channels, to, memory.BlankRow(scratch).Span, WorkerPool.Of(threads)))), true, batch * channels);
    }

    [Fact]
    public void ShortMapsAreRefused()
    {
        var pool = WorkerPool.Of(1);
        var work = new float[RegionSums.ScratchLength(2, 4, 1, 3)];
        Assert.Equal("w holds 7 floats; 8 are needed.", Assert.Throws<ArgumentException>(() => RegionSums.Forward(new float[7], 2, 4, 1, 3, new float[12], new float[6], work, pool)).Message);
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => RegionSums.Forward(new float[8], 2, 4, 1, 3, new float[11], new float[6], work, pool)).Message);
        Assert.Equal("y holds 5 floats; 2 pixels of 3 channels, 3 apart, take 6.", Assert.Throws<ArgumentException>(() => RegionSums.Forward(new float[8], 2, 4, 1, 3, new float[12], new float[5], work, pool)).Message);
        Assert.Equal("dw holds 7 floats; 8 are needed.", Assert.Throws<ArgumentException>(() => RegionSums.WeightGradient(new float[6], new float[12], 2, 4, 1, 3, new float[7], work, pool)).Message);
    }

    private delegate void Kernel(Span<float> to, GuardedMemory memory);

    private static float[] Run(int length, Kernel kernel)
    {
        using var memory = new GuardedMemory();
        var to = memory.BlankRow(length);
        kernel(to.Span, memory);
        memory.AssertUntouched();
        return to.ToDense();
    }
}
