using Striate.Kernels.Elementwise;
using Striate.Kernels.Random;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class DropoutTests
{
    private static readonly PhiloxStream Stream = new(7, 2, 3, 5);

    // The rates' scales are powers of two: exact.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5f, 2)]
    [InlineData(0.75f, 4)]
    public void NumbersOfTheStreamBelowTheRateAreDropped(float rate, double scale)
    {
        foreach (var length in Lengths.All)
        {
            var (x, start) = (Numbers.Draw(length, length, false), Numbers.Draw(length, length + 1, true));
            Expected forward = new(length), accumulated = new(length);
            for (var i = 0; i < length; i++)
            {
                var kept = Stream.Uniform((ulong)i) < rate ? 0 : scale * x[i];
                forward.Add(i, kept);
                accumulated.Add(i, start[i] + kept);
            }
            forward.AssertExact($"{length}", SameBits.OnThreads(threads => Run(x, rate, null, threads, backward: false)));
            forward.AssertExact($"{length}", SameBits.OnThreads(threads => Run(x, rate, null, threads, backward: true)));
            accumulated.AssertExact($"{length}", SameBits.OnThreads(threads => Run(x, rate, start, threads, backward: true)));
        }
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.3f)]
    [InlineData(0.9f)]
    public void TheShareOfZerosIsTheRateAndTheMeanStays(float rate)
    {
        var x = new float[200_000];
        x.AsSpan().Fill(1);
        var y = Run(x, rate, null, 2, backward: false);
        // Five standard deviations of a binomial distribution.
        var five = 5 * Math.Sqrt(rate * (1 - rate) / y.Length);
        Assert.Equal(rate, y.Count(value => value == 0) / (double)y.Length, five);
        Assert.Equal(1, y.Average(), five / (1 - rate));
        Assert.All(y.Where(value => value != 0), value => Assert.Equal(1 / (1 - (double)rate), value, 1e-6));
    }

    [Fact]
    public void TheMaskIsItsOwnAdjoint()
    {
        var (x, y) = (Numbers.Draw(1000, 1, false), Numbers.Draw(1000, 2, false));
        Numbers.AssertAdjoint("dropout", Run(x, 0.3f, null, 2, false), y, x, Run(y, 0.3f, null, 2, true));
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var pool = WorkerPool.Of(1);
        Assert.Equal("y holds 4 floats; 5 are needed.", Assert.Throws<ArgumentException>(() => Dropout.Forward(new float[5], 0.5f, Stream, new float[4], pool)).Message);
        Assert.Equal("dx holds 4 floats; 5 are needed.", Assert.Throws<ArgumentException>(() => Dropout.Backward(new float[5], 0.5f, Stream, new float[4], false, pool)).Message);
    }

    private static float[] Run(float[] x, float rate, float[]? start, int threads, bool backward)
    {
        using var memory = new GuardedMemory();
        var from = memory.Row(x);
        var to = start is null ? memory.BlankRow(x.Length) : memory.Row(start);
        if (backward) Dropout.Backward(from.Span, rate, Stream, to.Span, start is not null, WorkerPool.Of(threads));
        else Dropout.Forward(from.Span, rate, Stream, to.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
