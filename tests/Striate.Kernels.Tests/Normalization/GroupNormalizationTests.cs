using System.Numerics;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Normalization;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Normalization;

/// <summary>Normalisation of groups of channels of an example, and of the channels of a pixel, against the formulas in double.</summary>
public class GroupNormalizationTests
{
    private const float Epsilon = 0.1f;

    // All tails of channels, groups of one, some and all; more pixels than a task holds.
    public static TheoryData<int, int, int, int> Problems()
    {
        var problems = new TheoryData<int, int, int, int>();
        for (var channels = 1; channels <= 2 * Vector<float>.Count + 3; channels++)
            problems.Add(1 + channels % 3, 1 + channels % 5, channels, channels % 3 == 0 ? 3 : channels % 2 == 0 ? channels : 1);
        problems.Add(2, 1500, 66, 11);
        problems.Add(3, 200, 320, 32);
        problems.Add(1, 20000, 2, 2);
        return problems;
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Groups(int batch, int pixels, int channels, int groups)
    {
        var problem = new Problem(batch, pixels, channels, groups);
        var (y, dx, dGamma, dBeta) = problem.Expected();
        var actual = SameBits.OnThreads(threads => problem.RunGroups(threads));
        AssertNear([.. y, .. dx, .. dGamma, .. dBeta], actual);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Pixels(int batch, int pixels, int channels, int groups)
    {
        _ = groups;
        var problem = new Problem(batch * pixels, 1, channels, 1);
        var (y, dx, dGamma, dBeta) = problem.Expected();
        var actual = SameBits.OnThreads(threads => problem.RunPixels(threads));
        AssertNear([.. y, .. dx, .. dGamma, .. dBeta], actual);
    }

    // A large mean beside a small spread: one pass of Σ x² − (Σ x)² / n would lose every digit.
    [Fact]
    public void AccurateFarFromZero()
    {
        var problem = new Problem(2, 300, 24, 4);
        for (var i = 0; i < problem.X.Length; i++) problem.X[i] += 4096;
        var (y, _, _, _) = problem.Expected();
        var actual = problem.RunGroups(1);
        for (var i = 0; i < y.Length; i++) Assert.Equal(y[i], actual[i], 2e-3);
        var pixels = new Problem(600, 1, 24, 1);
        for (var i = 0; i < pixels.X.Length; i++) pixels.X[i] += 4096;
        y = pixels.Expected().Y;
        actual = pixels.RunPixels(1);
        for (var i = 0; i < y.Length; i++) Assert.Equal(y[i], actual[i], 2e-3);
    }

    [Fact]
    public void BadCallsAreRefused()
    {
        static string Statistics(int x = 24, int batch = 2, int groups = 3, int mean = 6, int inverse = 6, int scratch = 30) => Assert.Throws<ArgumentException>(() =>
            GroupNormalization.Statistics(new float[x], batch, 4, 3, groups, 0, new float[mean], new float[inverse], new float[scratch], WorkerPool.Of(1))).Message;
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Statistics(x: 23));
        Assert.Equal("Normalisation of examples needs 1 or more of them and of pixels, not 0 and 4.", Statistics(batch: 0));
        Assert.Equal("2 groups do not divide 3 channels.", Statistics(groups: 2));
        Assert.Equal("mean holds 5 floats; 6 are needed.", Statistics(mean: 5));
        Assert.Equal("inverse deviation holds 5 floats; 6 are needed.", Statistics(inverse: 5));
        // Two sums a channel of one chunk and three coefficients, for each example.
        Assert.Equal("scratch holds 29 floats; 30 are needed.", Statistics(scratch: 29));

        static string Normalize(int y = 24, int gamma = 3, int beta = 3, int scratch = 6) => Assert.Throws<ArgumentException>(() =>
            GroupNormalization.Normalize(new float[24], 2, 4, 3, new float[6], new float[6], new float[gamma], new float[beta], Activation.Identity, 0, new float[y], new float[scratch], WorkerPool.Of(1))).Message;
        Assert.Equal("y holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Normalize(y: 23));
        Assert.Equal("gamma holds 2 floats; 3 are needed.", Normalize(gamma: 2));
        Assert.Equal("beta holds 2 floats; 3 are needed.", Normalize(beta: 2));
        Assert.Equal("scratch holds 5 floats; 6 are needed.", Normalize(scratch: 5));

        static string Backward(int dy = 24, int dx = 24, int dGamma = 3, int dBeta = 3) => Assert.Throws<ArgumentException>(() => GroupNormalization.Backward(new float[24], default, new float[dy], 2, 4, 3, 1,
            new float[6], new float[6], new float[3], new float[3], Activation.Identity, 0, new float[dx], false, new float[dGamma], new float[dBeta], false, new float[30], WorkerPool.Of(1))).Message;
        Assert.Equal("dy holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Backward(dy: 23));
        Assert.Equal("dx holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Backward(dx: 23));
        Assert.Equal("gamma gradient holds 2 floats; 3 are needed.", Backward(dGamma: 2));
        Assert.Equal("beta gradient holds 2 floats; 3 are needed.", Backward(dBeta: 2));

        static string Pixel(int x = 24, int y = 24, int gamma = 3, int beta = 3) => Assert.Throws<ArgumentException>(() =>
            PixelNormalization.Forward(new float[x], 8, 3, 0, new float[gamma], new float[beta], new float[y], WorkerPool.Of(1))).Message;
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Pixel(x: 23));
        Assert.Equal("y holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Pixel(y: 23));
        Assert.Equal("gamma holds 2 floats; 3 are needed.", Pixel(gamma: 2));
        Assert.Equal("beta holds 2 floats; 3 are needed.", Pixel(beta: 2));
        var scratch = Assert.Throws<ArgumentException>(() => PixelNormalization.Backward(new float[24], new float[24], 8, 3, 0, new float[3], default, false, new float[3], new float[3], false, new float[5], WorkerPool.Of(1)));
        Assert.Equal("scratch holds 5 floats; 6 are needed.", scratch.Message);
    }

    private static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var bound = 2e-6 * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], bound);
    }

    private sealed class Problem(int batch, int pixels, int channels, int groups)
    {
        private readonly float[] _dy = Numbers.Draw((long)batch * pixels * channels, 2, false);
        private readonly float[] _gamma = Numbers.Draw(channels, 3, false);
        private readonly float[] _beta = Numbers.Draw(channels, 4, false);
        private readonly float[] _before = Numbers.Draw((long)batch * pixels * channels, 5, false);

        public float[] X { get; } = Numbers.Draw((long)batch * pixels * channels, 1, false);

        public (double[] Y, double[] Dx, double[] DGamma, double[] DBeta) Expected()
        {
            var (y, dx, dGamma, dBeta) = (new double[X.Length], new double[X.Length], new double[channels], new double[channels]);
            var width = channels / groups;
            foreach (var group in Enumerable.Range(0, X.Length).GroupBy(i => (i / channels / pixels, i % channels / width)))
            {
                var mean = group.Average(i => (double)X[i]);
                var inverse = 1 / Math.Sqrt(group.Average(i => (X[i] - mean) * (X[i] - mean)) + Epsilon);
                double Normal(int i) => (X[i] - mean) * inverse;
                var a = group.Average(i => (double)_gamma[i % channels] * _dy[i]);
                var b = group.Average(i => (double)_gamma[i % channels] * _dy[i] * Normal(i));
                foreach (var i in group)
                {
                    y[i] = _gamma[i % channels] * Normal(i) + _beta[i % channels];
                    dx[i] = _before[i] + inverse * (_gamma[i % channels] * (double)_dy[i] - a - Normal(i) * b);
                    dGamma[i % channels] += _dy[i] * Normal(i);
                    dBeta[i % channels] += _dy[i];
                }
            }
            return (y, dx, dGamma, dBeta);
        }

        public float[] RunGroups(int threads)
        {
            using var memory = new GuardedMemory();
            var (x, y, dx) = (memory.Row(X), memory.BlankRow(X.Length), memory.Row(_before));
            var (mean, inverse) = (memory.BlankRow((long)batch * channels), memory.BlankRow((long)batch * channels));
            var scratch = memory.BlankRow(GroupNormalization.ScratchLength(batch, pixels, channels)).Span;
            var (gamma, beta, dGamma, dBeta) = (memory.Row(_gamma), memory.Row(_beta), memory.BlankRow(channels), memory.BlankRow(channels));
            var pool = WorkerPool.Of(threads);
            GroupNormalization.Statistics(x.Span, batch, pixels, channels, groups, Epsilon, mean.Span, inverse.Span, scratch, pool);
            GroupNormalization.Normalize(x.Span, batch, pixels, channels, mean.Span, inverse.Span, gamma.Span, beta.Span, Activation.Identity, 0, y.Span, scratch, pool);
            GroupNormalization.Backward(x.Span, default, memory.Row(_dy).Span, batch, pixels, channels, groups, mean.Span, inverse.Span, gamma.Span, beta.Span, Activation.Identity, 0,
                dx.Span, true, dGamma.Span, dBeta.Span, false, scratch, pool);
            memory.AssertUntouched();
            return [.. y.ToDense(), .. dx.ToDense(), .. dGamma.ToDense(), .. dBeta.ToDense()];
        }

        public float[] RunPixels(int threads)
        {
            using var memory = new GuardedMemory();
            var (x, y, dx) = (memory.Row(X), memory.BlankRow(X.Length), memory.Row(_before));
            var scratch = memory.BlankRow(PixelNormalization.ScratchLength(batch, channels)).Span;
            var (gamma, beta, dGamma, dBeta) = (memory.Row(_gamma), memory.Row(_beta), memory.BlankRow(channels), memory.BlankRow(channels));
            var pool = WorkerPool.Of(threads);
            PixelNormalization.Forward(x.Span, batch, channels, Epsilon, gamma.Span, beta.Span, y.Span, pool);
            PixelNormalization.Backward(x.Span, memory.Row(_dy).Span, batch, channels, Epsilon, gamma.Span, dx.Span, true, dGamma.Span, dBeta.Span, false, scratch, pool);
            memory.AssertUntouched();
            return [.. y.ToDense(), .. dx.ToDense(), .. dGamma.ToDense(), .. dBeta.ToDense()];
        }
    }
}
