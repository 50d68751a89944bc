using Striate.Kernels.Elementwise;
using Striate.Kernels.Random;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class ExampleDropoutTests
{
    private static readonly PhiloxStream Stream = new(7, 6, 5, 4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoStaysIsTheStreams(bool accumulate)
    {
        foreach (var (batch, length) in new[] { (1, 1), (64, 3), (5, 19), (3, 2 * Chunks.Floats + 5) })
        {
            var (x, start) = (Numbers.Draw((long)batch * length, length, false), Numbers.Draw((long)batch * length, length + 1, false));
            var actual = SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var y = accumulate ? memory.Row(start) : memory.BlankRow(x.Length);
                ExampleDropout.Run(memory.Row(x).Span, batch, 0.25f, Stream, y.Span, accumulate, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return y.ToDense();
            });
            for (var i = 0; i < x.Length; i++)
            {
                var stays = Stream.Uniform((ulong)(i / length)) >= 0.25f;
                Assert.Equal((accumulate ? start[i] : 0) + (stays ? x[i] / 0.75 : 0), actual[i], 1e-6);
            }
        }
    }

    [Fact]
    public void BadSizesAreRefused()
    {
        static string Message(int x, int y) => Assert.Throws<ArgumentException>(() => ExampleDropout.Run(new float[x], 3, 0.5f, Stream, new float[y], false, WorkerPool.Of(1))).Message;
        Assert.Equal("7 floats are no 3 examples of one size.", Message(7, 7));
        Assert.Equal("y holds 5 floats; 6 are needed.", Message(6, 5));
    }
}
