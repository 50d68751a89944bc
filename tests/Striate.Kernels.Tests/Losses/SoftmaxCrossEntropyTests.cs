using Striate.Kernels.Losses;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Losses;

public class SoftmaxCrossEntropyTests
{
    [Theory]
    [InlineData(true, 1, 0)]
    [InlineData(false, 1, 0)]
    [InlineData(false, 80, 0)]
    [InlineData(true, 1, 0.2f)]
    [InlineData(false, 80, 1)]
    public void LossAndGradientEqualTheOracle(bool needsGradient, float scale, float smoothing)
    {
        foreach (var (rows, classes, seed) in Problems())
        {
            var logits = Array.ConvertAll(Numbers.Draw((long)rows * classes, seed, false), value => value * scale);
            var targets = new float[rows];
            for (var row = 0; row < rows; row++) targets[row] = new System.Random(seed + row).Next(classes);
            var found = SameBits.OnThreads(threads => Run(logits, targets, classes, needsGradient, threads, smoothing));
            var (losses, gradient) = LossOracle.SoftmaxCrossEntropy(logits, targets, classes, smoothing);
            // The loss is a difference of log Σ exp and a logit: it rounds as they do.
            for (var row = 0; row < rows; row++) losses.Magnitude[row] += scale;
            losses.AssertNear($"loss of {rows} × {classes}", found.AsSpan(0, rows), 1);
            if (needsGradient) gradient.AssertNear($"gradient of {rows} × {classes}", found.AsSpan(rows), 1);
        }
    }

    // exp(1000) overflows; the largest logit is taken away first.
    [Fact]
    public void LargeLogitsDoNotOverflow()
    {
        Assert.Equal([1000, 0, 1, -1], Run([1000, 0], [1], 2, true, 1)[..1].Concat(Run([1000, 0], [0], 2, true, 1)[..1]).Concat(Run([1000, 0], [1], 2, true, 1)[1..]));
        Assert.Equal([0, 0, 0], Run([float.NegativeInfinity, 0], [1], 2, true, 1));
        Assert.All(Run([float.NaN, 0], [1], 2, true, 1), value => Assert.Equal(float.NaN, value));
    }

    [Theory]
    [InlineData(-0.1f, "-0.1")]
    [InlineData(1.5f, "1.5")]
    [InlineData(float.NaN, "NaN")]
    public void SmoothingIsAShare(float smoothing, string text) =>
        Assert.Equal($"Smoothing lies between 0 and 1; it is {text}.", Assert.Throws<ArgumentException>(() => Run([0, 1], [0], 2, true, 1, smoothing)).Message);

    [Fact]
    public void ShortSpansAreRefused()
    {
        string Message(int logits = 6, int targets = 2, int rows = 2, int classes = 3, int gradient = 6, int losses = 2) => Assert.Throws<ArgumentException>(() =>
            SoftmaxCrossEntropy.Run(new float[logits], new float[targets], rows, classes, new float[gradient], new float[losses], WorkerPool.Of(1))).Message;
        Assert.Equal("logits holds 5 floats; 6 are needed.", Message(logits: 5));
        Assert.Equal("targets holds 1 floats; 2 are needed.", Message(targets: 1));
        Assert.Equal("losses holds 1 floats; 2 are needed.", Message(losses: 1));
        Assert.Equal("gradient holds 5 floats; 6 are needed.", Message(gradient: 5));
        Assert.Equal("A loss needs 1 or more rows and classes, not 0 and 3.", Message(rows: 0));
        Assert.Equal("A loss needs 1 or more rows and classes, not 2 and 0.", Message(classes: 0));
    }

    // All tails of classes, and rows on both sides of a chunk of 4096 numbers.
    private static IEnumerable<(int Rows, int Classes, int Seed)> Problems()
    {
        for (var classes = 1; classes <= 2 * Lengths.Lanes + 1; classes++) yield return (1 + classes % 5, classes, classes);
        foreach (var (rows, classes) in new[] { (409, 10), (410, 10), (1000, 10), (5, 5000) }) yield return (rows, classes, rows);
    }

    private static float[] Run(float[] logits, float[] targets, int classes, bool needsGradient, int threads, float smoothing = 0)
    {
        using var memory = new GuardedMemory();
        var (losses, gradient) = (memory.BlankRow(targets.Length), memory.BlankRow(logits.Length));
        SoftmaxCrossEntropy.Run(memory.Row(logits).Span, memory.Row(targets).Span, targets.Length, classes, needsGradient ? gradient.Span : default, losses.Span, WorkerPool.Of(threads), smoothing);
        memory.AssertUntouched();
        return [.. losses.ToDense(), .. needsGradient ? gradient.ToDense() : []];
    }
}
