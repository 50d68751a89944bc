using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class ActivationsTests
{
    // A power of two, so that integers stay exact.
    private const float Slope = 0.25f;

    public static TheoryData<Activation> Kinds => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Row", "142")]
    public void ForwardEqualsTheOracle(Activation activation)
    {
        foreach (var integers in new[] { true, false })
        {
            foreach (var length in Lengths.All)
            {
                var x = Draw(length, integers);
                var expected = new Expected(length);
                for (var i = 0; i < length; i++) (expected.Value[i], expected.Magnitude[i]) = (ActivationOracle.Value(activation, Slope, x[i]), ActivationOracle.Magnitude(activation, Slope, x[i]));
                foreach (var inPlace in new[] { false, true })
                    expected.AssertEqual($"{activation} of {length}", SameBits.OnThreads(threads => Forward(activation, x, inPlace, threads)), integers && ActivationOracle.IsExact(activation), 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Row", "142")]
    public void BackwardEqualsTheOracle(Activation activation)
    {
        foreach (var (integers, accumulate, inPlace) in new[] { (true, false, false), (true, true, false), (false, true, false), (false, false, true) })
        {
            foreach (var length in Lengths.All)
            {
                var x = Draw(length, integers);
                var y = activation.ReadsInput() ? x : Forward(activation, x, false, 1);
                var (dy, start) = (Numbers.Draw(length, length + 1, integers), Numbers.Draw(length, length + 2, integers));
                var expected = new Expected(length);
                for (var i = 0; i < length; i++)
                {
                    expected.Value[i] = dy[i] * ActivationOracle.Derivative(activation, Slope, x[i]) + (accumulate ? start[i] : 0);
                    expected.Magnitude[i] = Math.Abs(dy[i]) * ActivationOracle.DerivativeMagnitude(activation, Slope, x[i]) + (accumulate ? Math.Abs(start[i]) : 0);
                }
                expected.AssertEqual($"{activation} of {length}", SameBits.OnThreads(threads => Backward(activation, y, dy, start, accumulate, inPlace, threads)), integers && ActivationOracle.IsExact(activation), 1);
            }
        }
    }

    [Theory]
    [InlineData(Activation.Identity, float.NaN, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(Activation.Relu, float.NaN, 0, float.PositiveInfinity)]
    [InlineData(Activation.LeakyRelu, float.NaN, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(Activation.Tanh, float.NaN, -1, 1)]
    [InlineData(Activation.Sigmoid, float.NaN, 0, 1)]
    [InlineData(Activation.Relu6, float.NaN, 0, 6)]
    [InlineData(Activation.HardSigmoid, float.NaN, 0, 1)]
    [InlineData(Activation.Elu, float.NaN, -Slope, float.PositiveInfinity)]
    public void NotANumberStaysAndInfinitiesReachTheLimits(Activation activation, float nan, float low, float high)
    {
        // As the first lane of a vector and in its tail.
        foreach (var length in new[] { 1, 2, 3, 67 })
        {
            foreach (var (x, y) in new[] { (float.NaN, nan), (float.NegativeInfinity, low), (float.PositiveInfinity, high) })
            {
                var values = new float[length];
                values.AsSpan().Fill(x);
                Assert.All(Forward(activation, values, false, 1), value => Assert.Equal(y, value));
            }
        }
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Sigmoid)]
    public void GradientsInPlaceEqualThoseOfRows(Activation activation)
    {
        foreach (var (pixels, channels, gap) in new[] { (1, 3, 2), (9, 16, 0), (9, 17, 4), (2000, 5, 1), (700, 64, 64) })
        {
            var (y, dy) = (Draw(pixels * channels, false), Draw(pixels * channels, true));
            var expected = Backward(activation, y, dy, dy, accumulate: false, inPlace: false, threads: 1);
            Assert.Equal(expected, SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var (output, gradient) = (memory.Map(y, channels, channels + gap), memory.Map(dy, channels, channels + gap));
                Activations.BackwardInPlace(activation, Slope, output.Span, gradient.Span, pixels, channels, channels + gap, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return gradient.ToDense();
            }));
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var pool = WorkerPool.Of(1);
        Assert.Equal("y holds 4 floats; 5 are needed.", Assert.Throws<ArgumentException>(() => Activations.Forward(Activation.Relu, 0, new float[5], new float[4], pool)).Message);
        Assert.Equal("dy holds 4 floats; 5 are needed.",
            Assert.Throws<ArgumentException>(() => Activations.Backward(Activation.Relu, 0, new float[5], new float[4], new float[5], false, pool)).Message);
        Assert.Equal("dx holds 4 floats; 5 are needed.",
            Assert.Throws<ArgumentException>(() => Activations.Backward(Activation.Relu, 0, new float[5], new float[5], new float[4], false, pool)).Message);
        Assert.Equal("dy holds 10 floats; 3 pixels of 3 channels, 4 apart, take 11.",
            Assert.Throws<ArgumentException>(() => Activations.BackwardInPlace(Activation.Relu, 0, new float[11], new float[10], 3, 3, 4, pool)).Message);
    }

    // Wide enough to reach the flat parts of tanh and the logistic function.
    private static float[] Draw(int length, bool integers) => Array.ConvertAll(Numbers.Draw(length, length, integers), x => integers ? x : x * 20);

    private static float[] Forward(Activation activation, float[] x, bool inPlace, int threads)
    {
        using var memory = new GuardedMemory();
        var from = memory.Row(x);
        var to = inPlace ? from : memory.BlankRow(x.Length);
        Activations.Forward(activation, Slope, from.Span, to.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }

    private static float[] Backward(Activation activation, float[] y, float[] dy, float[] start, bool accumulate, bool inPlace, int threads)
    {
        using var memory = new GuardedMemory();
        var (output, from) = (memory.Row(y), memory.Row(dy));
        var to = inPlace ? from : accumulate ? memory.Row(start) : memory.BlankRow(y.Length);
        Activations.Backward(activation, Slope, output.Span, from.Span, to.Span, accumulate, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
