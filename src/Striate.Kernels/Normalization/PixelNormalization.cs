using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Normalization;

/// <summary>Normalisation of each pixel over its channels (Ba, Kiros, Hinton 2016, on the channels of a map as in Liu et al. 2022), with two-pass statistics.</summary>
/// <remarks>A task is a chunk of pixels. dγ and dβ of a chunk go to a slot, and slots are added in their order: results do not depend on threads. Statistics are computed again in the backward pass.</remarks>
public static unsafe class PixelNormalization
{
    // Slots are merged after the pass: few of them, whatever the number of pixels.
    private const int MostChunks = 64;

    /// <summary>Floats of scratch memory of the backward pass.</summary>
    public static long ScratchLength(int pixels, int channels) => 2L * ChunksOf(pixels).Count * channels;

    /// <summary>y = γ · (x − μ) / √(σ² + ε) + β with mean and biased variance of the channels of a pixel.</summary>
    public static void Forward(ReadOnlySpan<float> x, int pixels, int channels, float epsilon, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, Span<float> y, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, channels);
        Spans.RequireMap("y", y.Length, pixels, channels, channels);
        Spans.RequireLength("gamma", gamma.Length, channels);
        Spans.RequireLength("beta", beta.Length, channels);
        fixed (float* from = x, to = y, g = gamma, b = beta)
        {
            var grid = new PixelForwardGrid { Chunks = ChunksOf(pixels), Channels = channels, Epsilon = epsilon, X = from, Gamma = g, Beta = b, Y = to };
            pool.Run(grid.Chunks.Count, ref grid);
        }
    }

    /// <summary>The gradients of <see cref="Forward"/>: with x̂ = (x − μ) / √(σ² + ε), dβ = Σ dy, dγ = Σ dy · x̂, dx = (γ · dy − mean(γ · dy) − x̂ · mean(γ · dy · x̂)) / √(σ² + ε).</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int pixels, int channels, float epsilon, ReadOnlySpan<float> gamma, Span<float> dx, bool accumulate,
        Span<float> dGamma, Span<float> dBeta, bool accumulateParameters, Span<float> scratch, WorkerPool pool)
    {
        Spans.RequireMap("x", x.Length, pixels, channels, channels);
        Spans.RequireMap("dy", dy.Length, pixels, channels, channels);
        if (!dx.IsEmpty) Spans.RequireMap("dx", dx.Length, pixels, channels, channels);
        Spans.RequireLength("gamma", gamma.Length, channels);
        Spans.RequireLength("gamma gradient", dGamma.Length, channels);
        Spans.RequireLength("beta gradient", dBeta.Length, channels);
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(pixels, channels));
        var chunks = ChunksOf(pixels);
        fixed (float* input = x, from = dy, g = gamma, to = dx, slots = scratch)
        {
            var grid = new PixelBackwardGrid { Chunks = chunks, Channels = channels, Epsilon = epsilon, X = input, Dy = from, Gamma = g, Dx = dx.IsEmpty ? null : to, Accumulate = accumulate, Slots = slots };
            pool.Run(chunks.Count, ref grid);
            for (var c = 0; c < channels; c++)
            {
                double scale = 0, shift = 0;
                for (var chunk = 0; chunk < chunks.Count; chunk++)
                {
                    scale += slots[2L * chunk * channels + c];
                    shift += slots[(2L * chunk + 1) * channels + c];
                }
                dGamma[c] = (accumulateParameters ? dGamma[c] : 0) + (float)scale;
                dBeta[c] = (accumulateParameters ? dBeta[c] : 0) + (float)shift;
            }
        }
    }

    private static Chunks ChunksOf(int pixels) => new(pixels, Math.Max(16, (pixels + MostChunks - 1) / MostChunks));
}
