using Striate.Kernels.Losses;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Losses;

public class MeanSquaredErrorTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void LossAndGradientEqualTheOracle(bool integers, bool needsGradient)
    {
        for (var columns = 1; columns <= 2 * Lengths.Lanes + 1; columns++)
        {
            var rows = 1 + columns % 6;
            var (predictions, targets) = (Numbers.Draw(rows * columns, columns, integers), Numbers.Draw(rows * columns, columns + 1, integers));
            var found = SameBits.OnThreads(threads => Run(predictions, targets, columns, needsGradient, threads));
            var (losses, gradient) = LossOracle.MeanSquaredError(predictions, targets, columns);
            // Sums of integers are exact, and rounded once when they are divided.
            losses.AssertEqual($"loss of {rows} × {columns}", found.AsSpan(0, rows), integers, columns);
            if (needsGradient) gradient.AssertEqual($"gradient of {rows} × {columns}", found.AsSpan(rows), integers && int.IsPow2(rows * columns), 1);
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        string Message(int predictions = 6, int targets = 6, int rows = 2, int columns = 3, int gradient = 6, int losses = 2) => Assert.Throws<ArgumentException>(() =>
            MeanSquaredError.Run(new float[predictions], new float[targets], rows, columns, new float[gradient], new float[losses], WorkerPool.Of(1))).Message;
        Assert.Equal("predictions holds 5 floats; 6 are needed.", Message(predictions: 5));
        Assert.Equal("targets holds 5 floats; 6 are needed.", Message(targets: 5));
        Assert.Equal("losses holds 1 floats; 2 are needed.", Message(losses: 1));
        Assert.Equal("gradient holds 5 floats; 6 are needed.", Message(gradient: 5));
        Assert.Equal("A loss needs 1 or more rows and columns, not 0 and 3.", Message(rows: 0));
        Assert.Equal("A loss needs 1 or more rows and columns, not 2 and 0.", Message(columns: 0));
    }

    private static float[] Run(float[] predictions, float[] targets, int columns, bool needsGradient, int threads)
    {
        using var memory = new GuardedMemory();
        var rows = predictions.Length / columns;
        var (losses, gradient) = (memory.BlankRow(rows), memory.BlankRow(predictions.Length));
        MeanSquaredError.Run(memory.Row(predictions).Span, memory.Row(targets).Span, rows, columns, needsGradient ? gradient.Span : default, losses.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return [.. losses.ToDense(), .. needsGradient ? gradient.ToDense() : []];
    }
}
