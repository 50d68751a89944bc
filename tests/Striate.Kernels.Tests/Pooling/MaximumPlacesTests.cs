using Striate.Kernels.Convolution;
using Striate.Kernels.Pooling;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Pooling;

public class MaximumPlacesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Row", "132")]
    public void PlacesAreThoseOfTheMaximum(bool accumulate)
    {
        foreach (var (shape, seed) in PoolingGrid.Shapes(5).Select((shape, i) => (shape, i)))
        {
            var x = Numbers.Draw((long)shape.Batch * shape.InputPixels * shape.Channels, seed, true);
            if (seed % 3 == 0) x[seed % x.Length] = float.NaN;
            var y = Numbers.Draw((long)shape.Batch * shape.OutputPixels * shape.Channels, seed + 1, true);
            var start = Numbers.Draw(y.Length, seed + 2, true);
            var places = new int[y.Length];
            var (put, taken) = (new float[x.Length], accumulate ? [.. start] : new float[y.Length]);
            for (var i = 0; i < y.Length; i++)
            {
                var (channels, c) = (shape.Channels, i % shape.Channels);
                var window = PoolingOracle.Window(shape, i / channels);
                var nan = window.FindIndex(pixel => float.IsNaN(x[pixel * channels + c]));
                var winner = nan >= 0 ? window[nan] : window.MaxBy(pixel => x[pixel * channels + c]);
                places[i] = winner % shape.InputPixels;
                put[winner * channels + c] = y[i];
                taken[i] += x[winner * channels + c];
            }
            Assert.Equal(places, SameBits.OnThreads(threads => Find(shape, x, threads)).Select(place => (int)place));
            // Where windows overlap two values may meet; the last one stays.
            Assert.Equal(put, Move(shape, places, y, null, x.Length, accumulate));
            Assert.Equal(taken, Move(shape, places, x, start, y.Length, accumulate));
        }
    }

    [Fact]
    public void ShortMapsAreRefused()
    {
        var shape = new PoolingShape(2, 3, WindowAxis.Unit, WindowAxis.Unit, new WindowAxis(4, 2, 2));
        var pool = WorkerPool.Of(1);
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Assert.Throws<ArgumentException>(() => MaximumPlaces.Find(shape, new float[23], new int[12], pool)).Message);
        Assert.Equal("places holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => MaximumPlaces.Find(shape, new float[24], new int[11], pool)).Message);
        Assert.Equal("dx holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Assert.Throws<ArgumentException>(() => MaximumPlaces.Put(shape, new int[12], new float[12], new float[23], pool)).Message);
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Assert.Throws<ArgumentException>(() => MaximumPlaces.Take(shape, new int[12], new float[24], new float[11], false, pool)).Message);
    }

    private static float[] Find(in PoolingShape shape, float[] x, int threads)
    {
        using var memory = new GuardedMemory();
        var places = new int[shape.Batch * shape.OutputPixels * shape.Channels];
        MaximumPlaces.Find(shape, memory.Row(x).Span, places, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return Array.ConvertAll(places, place => (float)place);
    }

    // From small to large without a start, otherwise from large to small.
    private static float[] Move(in PoolingShape shape, int[] places, float[] from, float[]? start, int length, bool accumulate)
    {
        using var memory = new GuardedMemory();
        var to = start is not null && accumulate ? memory.Row(start) : memory.BlankRow(length);
        if (start is null) MaximumPlaces.Put(shape, places, memory.Row(from).Span, to.Span, WorkerPool.Of(2));
        else MaximumPlaces.Take(shape, places, memory.Row(from).Span, to.Span, accumulate, WorkerPool.Of(2));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
