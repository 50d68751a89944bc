using Striate.Kernels.Convolution;
using Striate.Kernels.Elementwise;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>The passes of batch normalisation over channels-last maps, each with the sum and the activation that follow in the same pass.</summary>
/// <remarks>
/// Pixels are cut into chunks by the problem alone. Each chunk leaves its sums in a slot; slots are merged in their order, in double: results do not depend on threads.
/// </remarks>
public static unsafe class BatchNormalization
{
    /// <summary>Floats of scratch memory: two sums a chunk and channel, and the merged coefficients or the chunks' lengths.</summary>
    public static long ScratchLength(int pixels, int channels) => ChannelMoments.Length(ChunksOf(pixels, channels).Count, channels) + 3L * channels;

    /// <summary>Mean and biased variance of each channel: mean and sum of squared deviations of each chunk, merged by <see cref="ChannelMoments"/>.</summary>
    public static void Statistics(ReadOnlySpan<float> x, int xStride, int pixels, int channels, Span<float> mean, Span<float> variance, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, xStride);
        Spans.RequireLength("mean", mean.Length, channels);
        Spans.RequireLength("variance", variance.Length, channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(pixels, channels));
        fixed (float* from = x, slots = scratch)
        {
            var grid = new StatisticsGrid { Chunks = ChunksOf(pixels, channels), X = from, Stride = xStride, Channels = channels, Slots = slots };
            pool.Run(grid.Chunks.Count, ref grid);
            for (var chunk = 0; chunk < grid.Chunks.Count; chunk++) slots[2L * grid.Chunks.Count * channels + chunk] = grid.Chunks.Length(chunk);
            ChannelMoments.Merge(scratch, grid.Chunks.Count, channels, mean, variance, pool);
        }
    }

    /// <summary>y = activation(γ · (x − mean) · inverseDeviation + β + addend).</summary>
    public static void Normalize(ReadOnlySpan<float> x, int xStride, int pixels, int channels, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, ReadOnlySpan<float> addend, int addendStride, Activation activation, float slope,
        Span<float> y, int yStride, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, xStride);
        Spans.RequireMap("y", y.Length, pixels, channels, yStride);
        if (!addend.IsEmpty) Spans.RequireMap("addend", addend.Length, pixels, channels, addendStride);
        RequireCoefficients(channels, mean, inverseDeviation, gamma, beta);
        Spans.RequireLength("scratch", scratch.Length, channels);
        for (var c = 0; c < channels; c++) scratch[c] = gamma[c] * inverseDeviation[c];
        fixed (float* from = x, to = y, m = mean, b = beta, add = addend, factors = scratch)
        {
            var grid = new NormalizeGrid
            {
                Chunks = ChunksOf(pixels, channels),
                X = from,
                XStride = xStride,
                Y = to,
                YStride = yStride,
                Addend = addend.IsEmpty ? null : add,
                AddendStride = addendStride,
                Channels = channels,
                Mean = m,
                Factor = factors,
                Shift = b,
                Activation = activation,
                Slope = slope,
            };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>The gradients of <see cref="Normalize"/> with the batch's own statistics.</summary>
    /// <remarks>
    /// With g = dy · activation'(y) and x̂ = (x − mean) · inverseDeviation: dβ = Σ g, dγ = Σ g · x̂, dx = γ · inverseDeviation · (g − dβ/n − x̂ · dγ/n)
    /// (Ioffe &amp; Szegedy 2015, section 3), addend gradient = g. An empty <paramref name="y"/> says that there is no addend and that the derivative comes from what the activation
    /// was applied to: that is computed from x again, which costs less than reading y. <paramref name="decay"/> stands in the last term for the second inverseDeviation, that within x̂:
    /// with inverseDeviation = 1 / (σ + ε) it is 1 / σ; empty, it is inverseDeviation, as with ε inside the root. With <paramref name="areConstants"/>, mean and deviation do not follow
    /// from x, as running statistics do not: dx = γ · inverseDeviation · g.
    /// </remarks>
    public static void Backward(ReadOnlySpan<float> x, int xStride, ReadOnlySpan<float> y, int yStride, ReadOnlySpan<float> dy, int dyStride, int pixels, int channels,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, Activation activation, float slope,
        Span<float> dx, int dxStride, bool accumulate, Span<float> dAddend, int dAddendStride, bool accumulateAddend,
        Span<float> dGamma, Span<float> dBeta, bool accumulateParameters, Span<float> scratch, WorkerPool pool, ReadOnlySpan<float> decay = default, bool areConstants = false)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, xStride);
        Spans.RequireMap("dy", dy.Length, pixels, channels, dyStride);
        RequireOutput(activation, given: !y.IsEmpty, addend: !dAddend.IsEmpty);
        if (!y.IsEmpty) Spans.RequireMap("y", y.Length, pixels, channels, yStride);
        if (!dx.IsEmpty) Spans.RequireMap("dx", dx.Length, pixels, channels, dxStride);
        if (!dAddend.IsEmpty) Spans.RequireMap("addend gradient", dAddend.Length, pixels, channels, dAddendStride);
        RequireCoefficients(channels, mean, inverseDeviation, gamma, beta);
        if (!decay.IsEmpty) Spans.RequireLength("decay", decay.Length, channels);
        Spans.RequireLength("gamma gradient", dGamma.Length, channels);
        Spans.RequireLength("beta gradient", dBeta.Length, channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(pixels, channels));
        var chunks = ChunksOf(pixels, channels);
        fixed (float* input = x, output = y, from = dy, to = dx, add = dAddend, m = mean, b = beta, slots = scratch)
        {
            // Behind the slots: γ · inverseDeviation, then the two coefficients of the second pass.
            var factor = slots + 2L * chunks.Count * channels;
            for (var c = 0; c < channels; c++) factor[c] = gamma[c] * inverseDeviation[c];
            var gradient = new OutputGradient
            {
                X = input,
                XStride = xStride,
                Y = y.IsEmpty ? null : output,
                YStride = yStride,
                From = from,
                FromStride = dyStride,
                Mean = m,
                Factor = factor,
                Shift = b,
                Activation = activation,
                Slope = slope,
            };
            var sums = new GradientSumsGrid
            {
                Chunks = chunks,
                Channels = channels,
                Gradient = gradient,
                Slots = slots,
                Addend = dAddend.IsEmpty ? null : add,
                AddendStride = dAddendStride,
                Accumulate = accumulateAddend,
            };
            pool.Run(chunks.Count, ref sums);
            for (var c = 0; c < channels; c++)
            {
                double sum = 0, product = 0;
                for (var chunk = 0; chunk < chunks.Count; chunk++)
                {
                    sum += slots[2L * chunk * channels + c];
                    product += slots[(2L * chunk + 1) * channels + c];
                }
                product *= inverseDeviation[c];
                dBeta[c] = (accumulateParameters ? dBeta[c] : 0) + (float)sum;
                dGamma[c] = (accumulateParameters ? dGamma[c] : 0) + (float)product;
                factor[channels + c] = areConstants ? 0 : (float)(-factor[c] * (double)(decay.IsEmpty ? inverseDeviation : decay)[c] * product / pixels);
                factor[2 * channels + c] = areConstants ? 0 : (float)(-factor[c] * sum / pixels);
            }
            if (dx.IsEmpty) return;
            var inputs = new InputGradientGrid { Chunks = chunks, Channels = channels, Gradient = gradient, ByDeviation = factor + channels, Constant = factor + 2 * channels, To = to, ToStride = dxStride, Accumulate = accumulate };
            pool.Run(chunks.Count, ref inputs);
        }
    }

    private static void RequireOutput(Activation activation, bool given, bool addend)
    {
        if (activation.ReadsInput() && (given || addend))
            throw new ArgumentException($"The gradient of {activation} comes from the normalised x alone: y must be empty, and no addend can stand between.");
        if (given || activation == Activation.Identity) return;
        if (addend) throw new ArgumentException($"The gradient of {activation} behind an addend needs y.");
        if (!activation.ReadsInput() && !activation.ReadsEither()) throw new ArgumentException($"The gradient of {activation} needs y.");
    }

    private static void RequireCoefficients(int channels, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta)
    {
        Spans.RequireLength("mean", mean.Length, channels);
        Spans.RequireLength("inverse deviation", inverseDeviation.Length, channels);
        Spans.RequireLength("gamma", gamma.Length, channels);
        Spans.RequireLength("beta", beta.Length, channels);
    }

    // 128 KB of x, which a second pass finds in the second-level cache; at least 64 pixels, so that the merging costs nothing beside the pass.
    private static Chunks ChunksOf(int pixels, int channels) => new(pixels, Math.Max(64, 2 * Chunks.Floats / channels));
}
