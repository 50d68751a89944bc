using Striate.Kernels.Normalization;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution.Depthwise;

/// <summary>Depthwise forward or backward data: pixels × one vector of channels in register tiles; any kernel, stride, padding and dilation in 1 to 3 dimensions.</summary>
/// <remarks>Weights are packed as [tap][channel]; backward data with stride runs as one stride-1 gather for each phase.</remarks>
internal sealed unsafe class DepthwiseConvolution<TVector, TSimd>(bool backward) : DataKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    /// <inheritdoc/>
    public override string Name => $"depthwise{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => DepthwiseShape.Is(shape, TSimd.Count);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.Depthwise.Of(DepthwiseShape.Counts(shape, backward, TSimd.Count));

    CostConstants ICosted.Constants => CostModel.Depthwise;

    CostParts ICosted.Parts(in ConvolutionShape shape) => DepthwiseShape.Counts(shape, backward, TSimd.Count);

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape) => (long)shape.Taps * DepthwiseShape.Padded(shape.InputChannels, TSimd.Count);

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) => workers * DepthwiseGrid<TVector, TSimd>.ScratchLength(shape.Taps, shape.InputChannels);

    /// <inheritdoc/>
    public override int MomentSlots(in ConvolutionShape shape) => Grid(shape, shape.InputChannels).Tasks;

    /// <inheritdoc/>
    public override void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool)
    {
        Spans.RequireLength("weights", weights.Length, shape.WeightLength);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        var (taps, padded) = (shape.Taps, DepthwiseShape.Padded(shape.InputChannels, TSimd.Count));
        packed.Clear();
        // The gather of a backward pass meets the taps in reverse.
        for (var c = 0; c < shape.InputChannels; c++)
            for (var tap = 0; tap < taps; tap++) packed[(backward ? taps - 1 - tap : tap) * padded + c] = weights[c * taps + tap];
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var channels = shape.InputChannels;
        var (sources, targets) = backward ? (shape.OutputPixels, shape.InputPixels) : (shape.InputPixels, shape.OutputPixels);
        Spans.RequireMap("input", input.Length, (long)shape.Batch * sources, channels, inputPixelStride);
        Spans.RequireMap("output", output.Length, (long)shape.Batch * targets, channels, outputPixelStride);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        if (!epilogue.Bias.IsEmpty) Spans.RequireLength("bias", epilogue.Bias.Length, channels);
        if (!epilogue.Addend.IsEmpty) Spans.RequireMap("addend", epilogue.Addend.Length, (long)shape.Batch * targets, channels, epilogue.AddendPixelStride);
        var slots = MomentSlots(shape);
        if (!epilogue.Moments.IsEmpty) Spans.RequireLength("moments", epilogue.Moments.Length, ChannelMoments.Length(slots, channels));
        Spans.RequireLength("scratch", scratch.Length, ScratchLength(shape, pool.Threads));
        fixed (float* source = input, weights = packed, target = output, bias = epilogue.Bias, addend = epilogue.Addend, moments = epilogue.Moments, work = scratch)
        {
            var grid = Grid(shape, inputPixelStride);
            grid.Source = source;
            grid.Weights = weights;
            grid.Output = new OutputMap<TVector, TSimd>(target, outputPixelStride, bias, addend, epilogue, new OutputMoments<TVector, TSimd>(moments, slots, channels, target, outputPixelStride));
            grid.Scratch = work;
            pool.Run(grid.Tasks, ref grid, DepthwiseShape.Counts(shape, backward, TSimd.Count).Work);
        }
    }

    private DepthwiseGrid<TVector, TSimd> Grid(in ConvolutionShape shape, int sourceStride) =>
        new() { Gather = new DepthwiseGather(shape, backward, sourceStride), Batch = shape.Batch, Channels = shape.InputChannels, Taps = shape.Taps };
}
