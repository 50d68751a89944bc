using Striate.Kernels.Elementwise;
using Striate.Kernels.Random;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class ExampleDropoutTests
{
    private static readonly PhiloxStream Stream = new(7, 3, 3, 5);

    // Half the rate is a power of two: exact.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ExamplesBelowTheRateAreDropped(bool accumulate)
    {
        foreach (var length in Lengths.All)
        {
            var batch = length > 1000 ? 3 : 7;
            var (x, start) = (Numbers.Draw((long)batch * length, length, false), Numbers.Draw((long)batch * length, length + 1, true));
            var expected = new Expected(x.Length);
            for (var i = 0; i < x.Length; i++) expected.Add(i, (accumulate ? start[i] : 0) + (Stream.Uniform((ulong)(i / length)) < 0.5f ? 0 : 2.0 * x[i]));
            expected.AssertExact($"{batch} × {length}", SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var (from, to) = (memory.Row(x), accumulate ? memory.Row(start) : memory.BlankRow(x.Length));
                ExampleDropout.Run(from.Span, batch, 0.5f, Stream, to.Span, accumulate, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return to.ToDense();
            }));
        }
    }

    [Fact]
    public void TheShareOfDroppedExamplesIsTheRate()
    {
        var x = new float[10_000];
        x.AsSpan().Fill(1);
        var y = new float[x.Length];
        ExampleDropout.Run(x, x.Length, 0.2f, Stream, y, false, WorkerPool.Of(2));
        // Five standard deviations of a binomial distribution.
        Assert.Equal(0.2, y.Count(value => value == 0) / (double)y.Length, 5 * Math.Sqrt(0.2 * 0.8 / y.Length));
        Assert.All(y.Where(value => value != 0), value => Assert.Equal(1.25, value, 1e-6));
    }

    [Fact]
    public void MessagesAreWhole()
    {
        string Message(int x, int y, int batch) => Assert.Throws<ArgumentException>(() => ExampleDropout.Run(new float[x], batch, 0.5f, Stream, new float[y], false, WorkerPool.Of(1))).Message;
        Assert.Equal("y holds 5 floats; 6 are needed.", Message(6, 5, 2));
        Assert.Equal("7 floats are no 2 examples of one size.", Message(7, 7, 2));
        Assert.Equal("6 floats are no 0 examples of one size.", Message(6, 6, 0));
    }
}
