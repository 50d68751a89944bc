using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>dw of dense layers and 1×1 convolutions over few pixels: tiles of dw are computed where they lie in the interchange order, each from all pixels at once.</summary>
/// <typeparam name="TVector">The hardware vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
/// <remarks>With few pixels the gradient itself is what passes through memory: it is written once, not summed in slots, merged and turned.</remarks>
internal sealed unsafe class DenseWeights<TVector, TSimd> : WeightsKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // Pixels of which a block of columns stays in the first-level cache.
    private const int MostPixels = 128;

    /// <inheritdoc/>
    public override string Name => $"dense{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => shape.Groups == 1 && FlatShape.Exists(shape) && Pixels(shape) <= MostPixels;

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.DenseWeights.Of(Counts(shape));

    CostConstants ICosted.Constants => CostModel.DenseWeights;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Counts(shape);

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) => Pixels(shape) * (long)Padded(shape) + workers * DenseWeightsGrid<TVector, TSimd>.TileFloats;

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        Require(shape, input.Length, inputPixelStride, outputGradient.Length, outputPixelStride, weightGradient.Length, biasGradient.Length, scratch.Length, pool.Threads);
        var (pixels, padded, taps, channels) = (Pixels(shape), Padded(shape), FlatShape.IsPointwise(shape) ? 1 : shape.Taps, shape.InputChannels);
        // Pixels in the order of dw's rows, C × taps, zeros behind them.
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var row = scratch.Slice(pixel * padded, padded);
            for (var tap = 0; tap < taps; tap++)
            {
                var from = input.Slice((pixel * taps + tap) * inputPixelStride, channels);
                if (taps == 1) from.CopyTo(row);
                else for (var c = 0; c < channels; c++) row[c * taps + tap] = from[c];
            }
            row[(channels * taps)..].Clear();
        }
        if (!biasGradient.IsEmpty) SumBias(outputGradient, outputPixelStride, pixels, biasGradient[..shape.OutputChannels], accumulate);
        fixed (float* dy = outputGradient, dw = weightGradient, work = scratch)
        {
            var grid = new DenseWeightsGrid<TVector, TSimd>
            {
                Pixels = pixels,
                Rows = shape.OutputChannels,
                Columns = Columns(shape),
                Padded = padded,
                Input = work,
                Gradient = dy,
                GradientStride = outputPixelStride,
                Weights = dw,
                Accumulate = accumulate,
                Scratch = work + (long)pixels * padded,
            };
            pool.Run(grid.Tasks, ref grid, Counts(shape).Work);
        }
    }

    private static void SumBias(ReadOnlySpan<float> gradient, int stride, int pixels, Span<float> bias, bool accumulate)
    {
        if (!accumulate) bias.Clear();
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var row = gradient.Slice(pixel * stride, bias.Length);
            for (var k = 0; k < bias.Length; k++) bias[k] += row[k];
        }
    }

    private static CostParts Counts(in ConvolutionShape shape) => new((double)Pixels(shape) * shape.OutputChannels * Padded(shape) / TSimd.Count, 0, 0, shape.WeightLength);

    private static int Pixels(in ConvolutionShape shape) => FlatShape.IsPointwise(shape) ? shape.Batch * shape.OutputPixels : shape.Batch;

    private static int Columns(in ConvolutionShape shape) => shape.InputChannels * shape.Taps;

    // Whole pairs of vectors.
    private static int Padded(in ConvolutionShape shape) => (Columns(shape) + 2 * TSimd.Count - 1) / (2 * TSimd.Count) * 2 * TSimd.Count;
}
