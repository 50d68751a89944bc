using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Unshared;

/// <summary>Convolutions whose kernel depends on the place: unshared (Goodfellow, Bengio, Courville 2016, equation 9.9) and tiled (9.10).</summary>
/// <remarks>
/// Each place is a product of matrices of its own, and unshared weights are read once for a whole batch: the batch lies in the lanes of vectors, a weight is multiplied by
/// a vector of examples, and the kernel keeps pace with the memory up to as many examples as a vector has lanes.
/// </remarks>
public static class PlacedConvolution
{
    /// <summary>Floats of scratch memory that every pass is content with.</summary>
    public static long ScratchLength(in UnsharedShape shape, int workers) => SimdWidth.Bits switch
    {
        512 => PlacedPasses<Vector512<float>, Simd512>.ScratchLength(shape, workers),
        256 => PlacedPasses<Vector256<float>, Simd256>.ScratchLength(shape, workers),
        _ => PlacedPasses<Vector128<float>, Simd128>.ScratchLength(shape, workers),
    };

    /// <summary>y = w ⋆ x + b.</summary>
    /// <param name="shape">The problem.</param>
    /// <param name="x">The input, N × pixels × C.</param>
    /// <param name="weights">kernels × K × C/groups × taps.</param>
    /// <param name="bias">kernels × K, or empty.</param>
    /// <param name="y">The output, N × output pixels × K.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> floats.</param>
    /// <param name="pool">The threads.</param>
    public static void Forward(in UnsharedShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, WorkerPool pool)
    {
        Check(shape, x.Length, y.Length, weights.Length, bias.Length, scratch.Length, pool);
        switch (SimdWidth.Bits)
        {
            case 512: PlacedPasses<Vector512<float>, Simd512>.Forward(shape, x, weights, bias, y, scratch, pool); break;
            case 256: PlacedPasses<Vector256<float>, Simd256>.Forward(shape, x, weights, bias, y, scratch, pool); break;
            default: PlacedPasses<Vector128<float>, Simd128>.Forward(shape, x, weights, bias, y, scratch, pool); break;
        }
    }

    /// <summary>dx from dy and w, or dx += that.</summary>
    public static void BackwardData(in UnsharedShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> weights, Span<float> dx, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Check(shape, dx.Length, dy.Length, weights.Length, 0, scratch.Length, pool);
        switch (SimdWidth.Bits)
        {
            case 512: PlacedPasses<Vector512<float>, Simd512>.BackwardData(shape, dy, weights, dx, accumulate, scratch, pool); break;
            case 256: PlacedPasses<Vector256<float>, Simd256>.BackwardData(shape, dy, weights, dx, accumulate, scratch, pool); break;
            default: PlacedPasses<Vector128<float>, Simd128>.BackwardData(shape, dy, weights, dx, accumulate, scratch, pool); break;
        }
    }

    /// <summary>dw and db (if its span is not empty) from x and dy, or += that.</summary>
    public static void BackwardWeights(in UnsharedShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> weightGradient, Span<float> biasGradient, bool accumulate,
        Span<float> scratch, WorkerPool pool)
    {
        Check(shape, x.Length, dy.Length, weightGradient.Length, biasGradient.Length, scratch.Length, pool);
        switch (SimdWidth.Bits)
        {
            case 512: PlacedPasses<Vector512<float>, Simd512>.BackwardWeights(shape, x, dy, weightGradient, biasGradient, accumulate, scratch, pool); break;
            case 256: PlacedPasses<Vector256<float>, Simd256>.BackwardWeights(shape, x, dy, weightGradient, biasGradient, accumulate, scratch, pool); break;
            default: PlacedPasses<Vector128<float>, Simd128>.BackwardWeights(shape, x, dy, weightGradient, biasGradient, accumulate, scratch, pool); break;
        }
    }

    private static void Check(in UnsharedShape shape, int inputs, int outputs, int weights, int biases, int scratch, WorkerPool pool)
    {
        var windows = shape.Windows;
        Spans.RequireMap("x", inputs, (long)windows.Batch * windows.InputPixels, windows.InputChannels, windows.InputChannels);
        Spans.RequireMap("y", outputs, (long)windows.Batch * windows.OutputPixels, windows.OutputChannels, windows.OutputChannels);
        Spans.RequireLength("weights", weights, (long)shape.Kernels * shape.KernelLength);
        if (biases > 0) Spans.RequireLength("bias", biases, (long)shape.Kernels * windows.OutputChannels);
        Spans.RequireLength("scratch", scratch, ScratchLength(shape, pool.Threads));
    }
}
