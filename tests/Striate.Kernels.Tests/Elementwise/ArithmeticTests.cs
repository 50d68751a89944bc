using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class ArithmeticTests
{
    public static TheoryData<Activation> Kinds => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SumsEqualTheOracle(Activation activation)
    {
        foreach (var length in Lengths.All)
        {
            var integers = length % 2 == 0;
            var (a, b) = (Numbers.Draw(length, length, integers), Numbers.Draw(length, length + 1, integers));
            var expected = new Expected(length);
            // A sum of two floats is rounded once, here as there.
            for (var i = 0; i < length; i++) (expected.Value[i], expected.Magnitude[i]) = (ActivationOracle.Value(activation, 0.25, a[i] + b[i]), ActivationOracle.Magnitude(activation, 0.25, a[i] + b[i]));
            var sum = SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var (left, right, y) = (memory.Row(a), memory.Row(b), memory.BlankRow(length));
                Arithmetic.Add(left.Span, right.Span, activation, 0.25f, y.Span, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return y.ToDense();
            });
            expected.AssertEqual($"{activation} of {length}", sum, integers && ActivationOracle.IsExact(activation), 1);
        }
    }

    [Fact]
    public void AccumulationEqualsTheOracle()
    {
        foreach (var length in Lengths.All)
        {
            var (x, start) = (Numbers.Draw(length, length, false), Numbers.Draw(length, length + 1, false));
            var expected = new Expected(length);
            for (var i = 0; i < length; i++) expected.Add(i, x[i] + start[i]);
            expected.AssertExact($"{length}", SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var (from, to) = (memory.Row(x), memory.Row(start));
                Arithmetic.Accumulate(from.Span, to.Span, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return to.ToDense();
            }));
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var pool = WorkerPool.Of(1);
        string Add(int b, int y) => Assert.Throws<ArgumentException>(() => Arithmetic.Add(new float[5], new float[b], Activation.Identity, 0, new float[y], pool)).Message;
        Assert.Equal("b holds 4 floats; 5 are needed.", Add(4, 5));
        Assert.Equal("y holds 4 floats; 5 are needed.", Add(5, 4));
        Assert.Equal("y holds 4 floats; 5 are needed.", Assert.Throws<ArgumentException>(() => Arithmetic.Accumulate(new float[5], new float[4], pool)).Message);
    }
}
