using System.Numerics.Tensors;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>Depthwise backward weights: for each tap and vector of channels a sum over pixels; any shape.</summary>
internal sealed unsafe class DepthwiseWeights<TVector, TSimd> : WeightsKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    // As for other weights: enough slots for many cores, few enough that merging costs nothing.
    private const int MostSlots = 16;

    /// <inheritdoc/>
    public override string Name => $"depthwise{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => DepthwiseShape.Is(shape, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.DepthwiseWeights.Of(DepthwiseShape.Counts(shape, false, TSimd.Count));

    CostConstants ICosted.Constants => CostModel.DepthwiseWeights;

    CostParts ICosted.Parts(in ConvolutionShape shape) => DepthwiseShape.Counts(shape, false, TSimd.Count);

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) => SumsLength(shape) + 2L * workers * shape.Taps * (sizeof(DepthwiseTap) / sizeof(float));

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> outputGradient, int outputPixelStride,
        Span<float> weightGradient, Span<float> biasGradient, bool accumulate, Span<float> scratch, WorkerPool pool)
    {
        var channels = shape.InputChannels;
        Require(shape, input.Length, inputPixelStride, outputGradient.Length, outputPixelStride, weightGradient.Length, biasGradient.Length, scratch.Length, pool.Threads);
        var (slots, taps, padded) = (Slots(shape), shape.Taps, DepthwiseShape.Padded(channels, TSimd.Count));
        var sums = scratch[..(int)SumsLength(shape)];
        fixed (float* x = input, dy = outputGradient, work = scratch)
        {
            var grid = new DepthwiseWeightsGrid<TVector, TSimd>
            {
                Gather = new DepthwiseGather(shape, false, inputPixelStride),
                Batch = shape.Batch,
                Channels = channels,
                Taps = taps,
                Input = x,
                Gradient = dy,
                GradientStride = outputPixelStride,
                Sums = work,
                Lists = (DepthwiseTap*)(work + SumsLength(shape)),
                Slots = slots,
                WantsBias = !biasGradient.IsEmpty,
            };
            pool.Run(slots, ref grid, DepthwiseShape.Counts(shape, false, TSimd.Count).Work);
        }
        // Slots in their order, row by row of channels; then each channel's taps to their place.
        var length = (taps + 1) * padded;
        for (var slot = 1; slot < slots; slot++) TensorPrimitives.Add(sums[..length], sums.Slice(slot * length, length), sums[..length]);
        for (var c = 0; c < channels; c++)
        {
            // The last, partial vector was laid so that it ends with the last column.
            var column = c < channels / TSimd.Count * TSimd.Count ? c : c + padded - channels;
            for (var tap = 0; tap < taps; tap++) Give(sums[tap * padded + column], accumulate, ref weightGradient[c * taps + tap]);
            if (!biasGradient.IsEmpty) Give(sums[taps * padded + column], accumulate, ref biasGradient[c]);
        }
    }

    private static long SumsLength(in ConvolutionShape shape) => (long)Slots(shape) * (shape.Taps + 1) * DepthwiseShape.Padded(shape.InputChannels, TSimd.Count);

    private static int Slots(in ConvolutionShape shape) => Math.Min(MostSlots, shape.Batch * shape.Depth.Output * shape.Height.Output);

    private static void Give(float sum, bool accumulate, ref float gradient) => gradient = accumulate ? gradient + sum : sum;
}
