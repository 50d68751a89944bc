using System.Numerics;
using Striate.Kernels.Normalization;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Normalization;

public class LocalResponseTests
{
    [Theory]
    [InlineData(0.75f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void ForwardIsTheFormula(float beta)
    {
        foreach (var (pixels, channels, size) in Problems())
        {
            var rule = new LocalResponseRule(size, 0.9f, beta, 1.5f);
            var x = Numbers.Draw((long)pixels * channels, channels, false);
            var actual = Run(x, null, null, pixels, channels, rule);
            for (var i = 0; i < x.Length; i++) Assert.Equal(x[i] * Math.Pow(Sum(x, i, channels, rule), -beta), actual[i], 1e-5);
        }
    }

    // dx[c] = dy[c] t[c]^−β − 2αβ / size · x[c] · Σ over the j whose window holds c of dy[j] x[j] t[j]^(−β−1), in double.
    [Theory]
    [InlineData(0.75f, false)]
    [InlineData(0.6f, true)]
    public void BackwardIsTheDerivative(float beta, bool accumulate)
    {
        foreach (var (pixels, channels, size) in Problems())
        {
            var rule = new LocalResponseRule(size, 0.9f, beta, 1.5f);
            var (x, dy, start) = (Numbers.Draw((long)pixels * channels, channels, false), Numbers.Draw((long)pixels * channels, channels + 1, false), Numbers.Draw((long)pixels * channels, channels + 2, false));
            var actual = Run(x, dy, accumulate ? start : null, pixels, channels, rule);
            for (var i = 0; i < x.Length; i++)
            {
                var (c, sum) = (i % channels, 0.0);
                for (var j = 0; j < channels; j++)
                {
                    if (c < j - (size - 1) / 2 || c > j + (long)size / 2) continue;
                    var at = i - c + j;
                    sum += dy[at] * (double)x[at] * Math.Pow(Sum(x, at, channels, rule), -beta - 1);
                }
                var expected = dy[i] * Math.Pow(Sum(x, i, channels, rule), -beta) - 2.0 * rule.Alpha * beta / size * x[i] * sum;
                Assert.Equal(expected + (accumulate ? start[i] : 0), actual[i], 1e-4);
            }
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var rule = new LocalResponseRule(3, 1, 0.75f, 1);
        string Message(int x = 12, int y = 12, int scratch = 1 << 16) => Assert.Throws<ArgumentException>(() => LocalResponse.Forward(new float[x], 4, 3, rule, new float[y], new float[scratch], WorkerPool.Of(1))).Message;
        Assert.Equal("x holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(x: 11));
        Assert.Equal("y holds 11 floats; 4 pixels of 3 channels, 3 apart, take 12.", Message(y: 11));
        Assert.Equal($"scratch holds 5 floats; {LocalResponse.ScratchLength(3, rule, 1)} are needed.", Message(scratch: 5));
    }

    private static double Sum(float[] x, int i, int channels, LocalResponseRule rule)
    {
        var (c, sum) = (i % channels, 0.0);
        for (var j = Math.Max(0, c - (rule.Size - 1) / 2); j <= Math.Min(channels - 1L, (long)c + rule.Size / 2); j++) sum += (double)x[i - c + j] * x[i - c + j];
        return rule.K + (double)rule.Alpha / rule.Size * sum;
    }

    private static float[] Run(float[] x, float[]? dy, float[]? start, int pixels, int channels, LocalResponseRule rule) => SameBits.OnThreads(threads =>
    {
        using var memory = new GuardedMemory();
        var scratch = memory.BlankRow((int)LocalResponse.ScratchLength(channels, rule, threads)).Span;
        var to = start is null ? memory.BlankRow(x.Length) : memory.Row(start);
        if (dy is null) LocalResponse.Forward(memory.Row(x).Span, pixels, channels, rule, to.Span, scratch, WorkerPool.Of(threads));
        else LocalResponse.Backward(memory.Row(x).Span, memory.Row(dy).Span, pixels, channels, rule, to.Span, start is not null, scratch, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    });

    // All tails of channels, windows wider than the channels, and more pixels than a block holds.
    private static IEnumerable<(int Pixels, int Channels, int Size)> Problems()
    {
        for (var channels = 1; channels <= 2 * Vector<float>.Count + 1; channels++) yield return (1 + channels % 4, channels, 1 + channels % 6);
        yield return (2, 3, 9);
        yield return (2, 3, int.MaxValue);
        yield return (500, 6, 5);
        yield return (3, 2100, 4);
    }
}
