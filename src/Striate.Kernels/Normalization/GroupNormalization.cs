using Striate.Kernels.Convolution;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>The passes of normalisation over groups of channels of each example (Wu &amp; He 2018): one group is a layer's, a group a channel is an instance's.</summary>
/// <remarks>
/// Every example is a problem of batch normalisation whose channels share their statistics in groups: mean and sum of squared deviations are taken channel by channel in two passes, and
/// channels of a group are merged by Chan's formula in double. Tasks are chunks of pixels of one example: results do not depend on threads.
/// </remarks>
public static unsafe class GroupNormalization
{
    /// <summary>Floats of scratch memory: two sums for every chunk and channel, and the coefficients of the backward pass for every example and channel.</summary>
    public static long ScratchLength(int batch, int pixels, int channels) => (2L * ChunksOf(pixels, channels).Count + 3) * batch * channels;

    /// <summary>Mean and 1 / √(variance + ε) of the group of each channel of each example, biased: <c>batch × channels</c> of both.</summary>
    public static void Statistics(ReadOnlySpan<float> x, int batch, int pixels, int channels, int groups, float epsilon, Span<float> mean, Span<float> inverseDeviation, Span<float> scratch, WorkerPool pool)
    {
        Require(x, batch, pixels, channels, groups);
        RequireStatistics(batch, channels, mean, inverseDeviation);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(batch, pixels, channels));
        fixed (float* from = x, slots = scratch, m = mean, r = inverseDeviation)
        {
            var chunks = ChunksOf(pixels, channels);
            var grid = new ExampleStatisticsGrid { Pixels = pixels, Statistics = new StatisticsGrid { Chunks = chunks, X = from, Stride = channels, Channels = channels, Slots = slots } };
            pool.Run(batch * chunks.Count, ref grid);
            var merge = new GroupMergeGrid { Chunks = chunks, Channels = channels, Groups = groups, Epsilon = epsilon, Slots = slots, Mean = m, InverseDeviation = r };
            pool.Run(batch, ref merge);
        }
    }

    /// <summary>y = activation(γ · (x − mean) · inverseDeviation + β), γ and β channel by channel, the statistics as <see cref="Statistics"/> leaves them.</summary>
    public static void Normalize(ReadOnlySpan<float> x, int batch, int pixels, int channels, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, Activation activation, float slope, Span<float> y, Span<float> scratch, WorkerPool pool)
    {
        Require(x, batch, pixels, channels, 1);
        Spans.RequireMap("y", y.Length, (long)batch * pixels, channels, channels);
        RequireStatistics(batch, channels, mean, inverseDeviation);
        RequireCoefficients(channels, gamma, beta);
        Spans.RequireLength("scratch", scratch.Length, (long)batch * channels);
        Factors(batch, channels, gamma, inverseDeviation, scratch);
        fixed (float* from = x, to = y, m = mean, b = beta, factors = scratch)
        {
            var chunks = ChunksOf(pixels, channels);
            var normalize = new NormalizeGrid
            {
                Chunks = chunks,
                X = from,
                XStride = channels,
                Y = to,
                YStride = channels,
                Channels = channels,
                Mean = m,
                Factor = factors,
                Shift = b,
                Activation = activation,
                Slope = slope,
            };
            var grid = new ExampleNormalizeGrid { Pixels = pixels, Normalize = normalize };
            pool.Run(batch * chunks.Count, ref grid);
        }
    }

    /// <summary>The gradients of <see cref="Normalize"/>, the statistics being the example's own.</summary>
    /// <remarks>
    /// With g = dy · activation', x̂ = (x − mean) · inverseDeviation and m numbers in a group: dβ = Σ g, dγ = Σ g · x̂ over examples and pixels, and with the sums A = Σ γ · g and
    /// B = Σ γ · g · x̂ over a group dx = inverseDeviation · (γ · g − A / m − x̂ · B / m) (Ba, Kiros, Hinton 2016; Wu &amp; He 2018). The derivative comes from what the activation
    /// was applied to, computed from x again, or from y where it is given.
    /// </remarks>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int batch, int pixels, int channels, int groups,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, Activation activation, float slope,
        Span<float> dx, bool accumulate, Span<float> dGamma, Span<float> dBeta, bool accumulateParameters, Span<float> scratch, WorkerPool pool)
    {
        Require(x, batch, pixels, channels, groups);
        Spans.RequireMap("dy", dy.Length, (long)batch * pixels, channels, channels);
        if (!y.IsEmpty) Spans.RequireMap("y", y.Length, (long)batch * pixels, channels, channels);
        if (!dx.IsEmpty) Spans.RequireMap("dx", dx.Length, (long)batch * pixels, channels, channels);
        RequireStatistics(batch, channels, mean, inverseDeviation);
        RequireCoefficients(channels, gamma, beta);
        Spans.RequireLength("gamma gradient", dGamma.Length, channels);
        Spans.RequireLength("beta gradient", dBeta.Length, channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(batch, pixels, channels));
        var chunks = ChunksOf(pixels, channels);
        var (slotFloats, block) = (2 * chunks.Count * batch * channels, batch * channels);
        Factors(batch, channels, gamma, inverseDeviation, scratch[slotFloats..]);
        fixed (float* input = x, output = y, from = dy, to = dx, m = mean, r = inverseDeviation, g = gamma, b = beta, slots = scratch)
        {
            var factor = slots + slotFloats;
            var gradient = new OutputGradient
            {
                X = input,
                XStride = channels,
                Y = y.IsEmpty ? null : output,
                YStride = channels,
                From = from,
                FromStride = channels,
                Mean = m,
                Factor = factor,
                Shift = b,
                Activation = activation,
                Slope = slope,
            };
            var sums = new ExampleSumsGrid { Pixels = pixels, Sums = new GradientSumsGrid { Chunks = chunks, Channels = channels, Gradient = gradient, Slots = slots } };
            pool.Run(batch * chunks.Count, ref sums);
            var merge = new GroupGradientGrid
            {
                Chunks = chunks,
                Batch = batch,
                Pixels = pixels,
                Channels = channels,
                Groups = groups,
                Slots = slots,
                Gamma = g,
                InverseDeviation = r,
                ByDeviation = factor + block,
                Constant = factor + 2 * block,
            };
            pool.Run(batch, ref merge);
            merge.Parameters(dGamma, dBeta, accumulateParameters);
            if (dx.IsEmpty) return;
            var inputs = new InputGradientGrid
            {
                Chunks = chunks,
                Channels = channels,
                Gradient = gradient,
                ByDeviation = factor + block,
                Constant = factor + 2 * block,
                To = to,
                ToStride = channels,
                Accumulate = accumulate,
            };
            var grid = new ExampleInputGrid { Pixels = pixels, Inputs = inputs };
            pool.Run(batch * chunks.Count, ref grid);
        }
    }

    private static void Factors(int batch, int channels, ReadOnlySpan<float> gamma, ReadOnlySpan<float> inverseDeviation, Span<float> factors)
    {
        for (var i = 0; i < batch * channels; i++) factors[i] = gamma[i % channels] * inverseDeviation[i];
    }

    private static void Require(ReadOnlySpan<float> x, int batch, int pixels, int channels, int groups)
    {
        if (batch < 1 || pixels < 1) throw new ArgumentException($"Normalisation of examples needs 1 or more of them and of pixels, not {batch} and {pixels}.");
        Spans.RequireMap("x", x.Length, (long)batch * pixels, channels, channels);
        if (groups < 1 || channels % groups != 0) throw new ArgumentException($"{groups} groups do not divide {channels} channels.");
    }

    private static void RequireStatistics(int batch, int channels, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation)
    {
        Spans.RequireLength("mean", mean.Length, (long)batch * channels);
        Spans.RequireLength("inverse deviation", inverseDeviation.Length, (long)batch * channels);
    }

    private static void RequireCoefficients(int channels, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta)
    {
        Spans.RequireLength("gamma", gamma.Length, channels);
        Spans.RequireLength("beta", beta.Length, channels);
    }

    // As in batch normalisation: a chunk that a second pass finds in the cache.
    private static Chunks ChunksOf(int pixels, int channels) => new(pixels, Math.Max(64, 2 * Chunks.Floats / channels));
}
