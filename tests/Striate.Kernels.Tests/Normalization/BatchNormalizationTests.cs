using Striate.Kernels.Elementwise;
using Striate.Kernels.Normalization;
using Striate.Kernels.Tests.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests.Normalization;

public class BatchNormalizationTests
{
    public static TheoryData<Activation> Kinds => [.. Enum.GetValues<Activation>()];

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(false, 1000)]
    [Trait("Row", "144")]
    public void StatisticsEqualTheOracle(bool integers, float offset)
    {
        foreach (var (channels, pixels, seed) in NormalizationProblem.Sizes())
        {
            var x = Array.ConvertAll(Numbers.Draw((long)pixels * channels, seed, integers), value => value + offset);
            var found = SameBits.OnThreads(threads =>
            {
                using var memory = new GuardedMemory();
                var input = memory.Map(x, channels, channels + seed % 4);
                var (mean, variance, scratch) = (memory.BlankRow(channels), memory.BlankRow(channels), memory.BlankRow(BatchNormalization.ScratchLength(pixels, channels)));
                BatchNormalization.Statistics(input.Span, input.Stride, pixels, channels, mean.Span, variance.Span, scratch.Span, WorkerPool.Of(threads));
                memory.AssertUntouched();
                return [.. mean.ToDense(), .. variance.ToDense()];
            });
            var (expectedMean, expectedVariance) = NormalizationOracle.Statistics(x, channels);
            // Sums of integers are exact, and so are quotients by a power of two.
            expectedMean.AssertEqual($"mean of {pixels} × {channels}", found.AsSpan(0, channels), integers && int.IsPow2(pixels), pixels);
            expectedVariance.AssertNear($"variance of {pixels} × {channels}", found.AsSpan(channels), pixels);
        }
    }

    [Fact]
    public void AConstantHasNoVariance()
    {
        foreach (var (channels, pixels, _) in NormalizationProblem.Sizes())
        {
            var x = new float[pixels * channels];
            for (var i = 0; i < x.Length; i++) x[i] = i % channels + 0.5f;
            var (mean, variance) = (new float[channels], new float[channels]);
            BatchNormalization.Statistics(x, channels, pixels, channels, mean, variance, new float[BatchNormalization.ScratchLength(pixels, channels)], WorkerPool.Of(2));
            Assert.Equal(x[..channels], mean);
            Assert.Equal(new float[channels], variance);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NormalizationEqualsTheOracle(Activation activation)
    {
        foreach (var (integers, addend) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            foreach (var (channels, pixels, seed) in NormalizationProblem.Sizes())
            {
                var problem = NormalizationProblem.Draw(channels, pixels, seed, activation, integers, addend);
                NormalizationOracle.Normalize(problem).AssertEqual($"{activation} of {pixels} × {channels}", SameBits.OnThreads(threads => Normalize(problem, seed % 4, threads)),
                    integers && ActivationOracle.IsExact(activation), 4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Row", "145")]
    public void BackwardEqualsTheOracle(Activation activation)
    {
        foreach (var (integers, addend, readsOutput) in Ways(activation))
        {
            foreach (var (channels, pixels, seed) in NormalizationProblem.Sizes())
            {
                var problem = NormalizationProblem.Draw(channels, pixels, seed, activation, integers, addend);
                var accumulate = seed / 2 % 2 == 0;
                var y = readsOutput ? Normalize(problem, 0, 1) : [];
                var starts = new[] { pixels * channels, pixels * channels, channels, channels }.Select((length, i) => Numbers.Draw(length, seed + 10 + i, integers)).ToArray();
                var found = SameBits.OnThreads(threads => Backward(problem, y, accumulate ? starts : null, seed % 4, seed % 5 != 0, threads));
                var (dx, g, gamma, beta) = NormalizationOracle.Backward(problem);
                var exact = integers && ActivationOracle.IsExact(activation);
                var what = $"{activation} of {pixels} × {channels}{(addend ? " with addend" : "")}{(readsOutput ? " from y" : "")}";
                var rest = found.AsSpan();
                rest = Check($"dγ, {what}", gamma, rest, accumulate ? starts[2] : null, exact, pixels);
                rest = Check($"dβ, {what}", beta, rest, accumulate ? starts[3] : null, exact, pixels);
                if (addend) rest = Check($"dAddend, {what}", g, rest, accumulate ? starts[1] : null, exact, 4);
                if (seed % 5 != 0) rest = Check($"dx, {what}", dx, rest, accumulate ? starts[0] : null, false, pixels);
                Assert.Equal(0, rest.Length);
            }
        }
    }

    // γ / σ = 2 for every g; with the batch's own statistics the gradients of a channel would sum to 0.
    [Fact]
    public void ConstantStatisticsTakeNoPartOfTheGradient()
    {
        var (dx, dGamma, dBeta) = (new float[4], new float[1], new float[1]);
        BatchNormalization.Backward([1, 2, 3, 4], 1, default, 1, [1, 5, -2, 3], 1, 4, 1, [0], [0.5f], [4], [0], Activation.Identity, 0, dx, 1, false, default, 0, false,
            dGamma, dBeta, false, new float[BatchNormalization.ScratchLength(4, 1)], WorkerPool.Of(1), areConstants: true);
        Assert.Equal([2f, 10, -4, 6], dx);
        Assert.Equal((0.5f * (1 + 10 - 6 + 12), 7f), (dGamma[0], dBeta[0]));
    }

    // Every combination that the kernel allows: some gradients come from y, some from x, most from either.
    private static IEnumerable<(bool Integers, bool Addend, bool ReadsOutput)> Ways(Activation activation) =>
        from integers in new[] { true, false }
        from addend in new[] { true, false }
        from readsOutput in new[] { true, false }
        where activation.ReadsInput() ? !addend && !readsOutput : readsOutput || activation == Activation.Identity || (activation.ReadsEither() && !addend)
        select (integers, addend, readsOutput);

    private static Span<float> Check(string what, Expected expected, Span<float> actual, float[]? start, bool exact, double terms)
    {
        for (var i = 0; i < start?.Length; i++) expected.Add(i, start[i]);
        for (var i = 0; i < expected.Value.Length; i++) expected.Magnitude[i] += Math.Abs(expected.Value[i]);
        expected.AssertEqual(what, actual[..expected.Value.Length], exact, terms);
        return actual[expected.Value.Length..];
    }

    private static float[] Normalize(NormalizationProblem p, int gap, int threads)
    {
        using var memory = new GuardedMemory();
        var (x, y) = (memory.Map(p.X, p.Channels, p.Channels + gap), memory.Blank(p.Pixels, p.Channels, p.Channels + 2 * gap));
        var addend = memory.Map(p.Addend, p.Channels, p.Channels + 3 * gap);
        var scratch = memory.BlankRow(p.Channels);
        BatchNormalization.Normalize(x.Span, x.Stride, p.Pixels, p.Channels, memory.Row(p.Mean).Span, memory.Row(p.InverseDeviation).Span, memory.Row(p.Gamma).Span, memory.Row(p.Beta).Span,
            p.Addend.Length == 0 ? default : addend.Span, addend.Stride, p.Activation, p.Slope, y.Span, y.Stride, scratch.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return y.ToDense();
    }

    // dγ, dβ, the addend's gradient if there is an addend, dx if it is asked for.
    private static float[] Backward(NormalizationProblem p, float[] output, float[][]? starts, int gap, bool needsX, int threads)
    {
        using var memory = new GuardedMemory();
        GuardedMap To(int index, int stride) => starts is null ? memory.Blank(p.Pixels, p.Channels, stride) : memory.Map(starts[index], p.Channels, stride);
        var (x, dy, y) = (memory.Map(p.X, p.Channels, p.Channels + gap), memory.Map(p.Dy, p.Channels, p.Channels + 2 * gap), memory.Map(output, p.Channels, p.Channels + 3 * gap));
        var (dx, dAddend) = (To(0, p.Channels + 4 * gap), To(1, p.Channels + 5 * gap));
        var (dGamma, dBeta) = starts is null ? (memory.BlankRow(p.Channels), memory.BlankRow(p.Channels)) : (memory.Row(starts[2]), memory.Row(starts[3]));
        var scratch = memory.BlankRow(BatchNormalization.ScratchLength(p.Pixels, p.Channels));
        var hasAddend = p.Addend.Length > 0;
        BatchNormalization.Backward(x.Span, x.Stride, output.Length == 0 ? default : y.Span, y.Stride, dy.Span, dy.Stride, p.Pixels, p.Channels,
            memory.Row(p.Mean).Span, memory.Row(p.InverseDeviation).Span, memory.Row(p.Gamma).Span, memory.Row(p.Beta).Span, p.Activation, p.Slope,
            needsX ? dx.Span : default, dx.Stride, starts is not null, hasAddend ? dAddend.Span : default, dAddend.Stride, starts is not null,
            dGamma.Span, dBeta.Span, starts is not null, scratch.Span, WorkerPool.Of(threads));
        memory.AssertUntouched();
        return [.. dGamma.ToDense(), .. dBeta.ToDense(), .. hasAddend ? dAddend.ToDense() : [], .. needsX ? dx.ToDense() : []];
    }
}
