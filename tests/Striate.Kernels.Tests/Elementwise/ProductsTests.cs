using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Elementwise;

public class ProductsTests
{
    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NumberByNumber(bool accumulate, bool integers)
    {
        foreach (var length in Lengths.All)
        {
            var (a, b, start) = (Numbers.Draw(length, length, integers), Numbers.Draw(length, length + 1, integers), Numbers.Draw(length, length + 2, integers));
            var expected = new Expected(length);
            for (var i = 0; i < length; i++) Add(expected, i, accumulate ? start[i] : 0, (double)a[i] * b[i]);
            expected.AssertEqual($"{length}", SameBits.OnThreads(threads => Run(a, b, start, accumulate, (x, y, to, pool) => Products.Multiply(x, y, to, accumulate, pool), threads)), integers, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFactorAChannel(bool accumulate, bool integers)
    {
        foreach (var (batch, pixels, channels, seed) in Problems())
        {
            var (x, factors) = (Numbers.Draw((long)batch * pixels * channels, seed, integers), Numbers.Draw((long)batch * channels, seed + 1, integers));
            var start = Numbers.Draw(x.Length, seed + 2, integers);
            var expected = new Expected(x.Length);
            for (var i = 0; i < x.Length; i++) Add(expected, i, accumulate ? start[i] : 0, (double)x[i] * factors[i / (pixels * channels) * channels + i % channels]);
            expected.AssertEqual($"{batch} × {pixels} × {channels}",
                SameBits.OnThreads(threads => Run(x, factors, start, accumulate, (from, by, to, pool) => Products.Scale(from, by, batch, pixels, channels, to, accumulate, pool), threads)), integers, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheGradientOfTheFactors(bool accumulate, bool integers)
    {
        foreach (var (batch, pixels, channels, seed) in Problems())
        {
            var (x, dy) = (Numbers.Draw((long)batch * pixels * channels, seed, integers), Numbers.Draw((long)batch * pixels * channels, seed + 1, integers));
            var start = Numbers.Draw((long)batch * channels, seed + 2, integers);
            var expected = new Expected(start.Length);
            for (var i = 0; accumulate && i < start.Length; i++) expected.Add(i, start[i]);
            for (var i = 0; i < x.Length; i++) expected.Add(i / (pixels * channels) * channels + i % channels, (double)x[i] * dy[i]);
            expected.AssertEqual($"{batch} × {pixels} × {channels}",
                SameBits.OnThreads(threads => Run(x, dy, start, accumulate, (from, by, to, pool) => Products.ScaleGradient(from, by, batch, pixels, channels, to, accumulate, pool), threads)), integers, pixels + 1);
        }
    }

    // Linear in x for given factors, and its own adjoint; linear in the factors for given x.
    [Fact]
    public void ScalingHasItsAdjoints()
    {
        foreach (var (batch, pixels, channels, seed) in Problems())
        {
            var (x, y, factors) = (Numbers.Draw((long)batch * pixels * channels, seed, false), Numbers.Draw((long)batch * pixels * channels, seed + 1, false), Numbers.Draw((long)batch * channels, seed + 2, false));
            var (forward, byX, byFactors) = (new float[x.Length], new float[x.Length], new float[factors.Length]);
            Products.Scale(x, factors, batch, pixels, channels, forward, false, WorkerPool.Of(2));
            Products.Scale(y, factors, batch, pixels, channels, byX, false, WorkerPool.Of(2));
            Products.ScaleGradient(x, y, batch, pixels, channels, byFactors, false, WorkerPool.Of(2));
            Numbers.AssertAdjoint($"x of {batch} × {pixels} × {channels}", forward, y, x, byX);
            Numbers.AssertAdjoint($"factors of {batch} × {pixels} × {channels}", forward, y, factors, byFactors);
        }
    }

    [Fact]
    public void ShortSpansAreRefused()
    {
        var pool = WorkerPool.Of(1);
        string Multiply(int b, int y) => Assert.Throws<ArgumentException>(() => Products.Multiply(new float[5], new float[b], new float[y], false, pool)).Message;
        string Scale(int x = 24, int factors = 6, int y = 24, int pixels = 4) => Assert.Throws<ArgumentException>(() => Products.Scale(new float[x], new float[factors], 2, pixels, 3, new float[y], false, pool)).Message;
        string Gradient(int x = 24, int dy = 24, int y = 6) => Assert.Throws<ArgumentException>(() => Products.ScaleGradient(new float[x], new float[dy], 2, 4, 3, new float[y], false, pool)).Message;
        Assert.Equal("b holds 4 floats; 5 are needed.", Multiply(4, 5));
        Assert.Equal("y holds 4 floats; 5 are needed.", Multiply(5, 4));
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Scale(x: 23));
        Assert.Equal("x needs 1 or more pixels and channels, not 0 and 3.", Scale(pixels: 0));
        Assert.Equal("factors holds 5 floats; 6 are needed.", Scale(factors: 5));
        Assert.Equal("y holds 23 floats; 24 are needed.", Scale(y: 23));
        Assert.Equal("x holds 23 floats; 8 pixels of 3 channels, 3 apart, take 24.", Gradient(x: 23));
        Assert.Equal("dy holds 23 floats; 24 are needed.", Gradient(dy: 23));
        Assert.Equal("gradient holds 5 floats; 6 are needed.", Gradient(y: 5));
    }

    private static void Add(Expected expected, int i, double start, double term)
    {
        expected.Add(i, start);
        expected.Add(i, term);
    }

    // All tails of channels, blocks of 64 channels, and more pixels than a chunk holds.
    private static IEnumerable<(int Batch, int Pixels, int Channels, int Seed)> Problems()
    {
        foreach (var channels in Lengths.Channels) yield return (1 + channels % 3, 1 + channels % 7, channels, channels);
        foreach (var channels in new[] { 63, 64, 65, 130 }) yield return (2, 5, channels, channels);
        yield return (3, Chunks.Floats / 8 + 1, 5, 99);
    }

    private delegate void Kernel(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to, WorkerPool pool);

    private static float[] Run(float[] a, float[] b, float[] start, bool accumulate, Kernel kernel, int threads)
    {
        using var memory = new GuardedMemory();
        var to = accumulate ? memory.Row(start) : memory.BlankRow(start.Length);
        kernel(memory.Row(a).Span, memory.Row(b).Span, to.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return to.ToDense();
    }
}
