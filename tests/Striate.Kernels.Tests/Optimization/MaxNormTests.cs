using Striate.Kernels.Optimization;

namespace Striate.Kernels.Tests.Optimization;

public class MaxNormTests
{
    [Fact]
    public void LongRowsShrinkAndShortOnesStay()
    {
        // Norms 5, 5, 10 and 0 against 5: the third is halved.
        float[] weights = [3, 4, 0, -5, 6, 8, 0, 0];
        MaxNorm.Project(weights, 2, 5);
        Assert.Equal([3, 4, 0, -5, 3, 4, 0, 0], weights);
    }

    [Fact]
    public void EveryRowEqualsTheOracle()
    {
        for (var length = 1; length <= 4 * Lengths.Lanes + 1; length++)
        {
            var w = Numbers.Draw(5 * length, length, false);
            var limit = 0.5f * MathF.Sqrt(length);
            var expected = new Expected(w.Length);
            for (var i = 0; i < w.Length; i++)
            {
                var norm = Math.Sqrt(w.Skip(i / length * length).Take(length).Sum(value => (double)value * value));
                expected.Add(i, norm > limit ? w[i] * (limit / norm) : w[i]);
            }
            using var memory = new GuardedMemory();
            var row = memory.Row(w);
            MaxNorm.Project(row.Span, length, limit);
            memory.AssertUntouched();
            expected.AssertNear($"rows of {length}", row.ToDense(), length);
        }
    }

    [Fact]
    public void RowsMustFillTheWeights()
    {
        Assert.Equal("7 weights do not fall into rows of 3.", Assert.Throws<ArgumentException>(() => MaxNorm.Project(new float[7], 3, 1)).Message);
        Assert.Equal("rowLength ('0') must be greater than or equal to '1'. (Parameter 'rowLength')" + Environment.NewLine + "Actual value was 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => MaxNorm.Project(new float[7], 0, 1)).Message);
    }
}
