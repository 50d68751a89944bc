using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Convolution;

/// <summary>1×1 convolutions and dense layers as one matrix product over all pixels, or all examples.</summary>
public sealed class FlatConvolution<TVector, TSimd>(bool backward) : DataKernel, ICosted where TVector : unmanaged where TSimd : struct, ISimd<TVector>
{
    private readonly GatherConvolution<TVector, TSimd> _gather = new(backward);

    /// <inheritdoc/>
    public override string Name => $"flat{TSimd.Count * 32}";

    /// <inheritdoc/>
    public override bool Accepts(in ConvolutionShape shape) => FlatShape.Exists(shape);

    /// <inheritdoc/>
    public override double Cost(in ConvolutionShape shape) => CostModel.Flat.Of(Counts(shape));

    CostConstants ICosted.Constants => CostModel.Flat;

    CostParts ICosted.Parts(in ConvolutionShape shape) => Counts(shape);

    /// <inheritdoc/>
    public override long PackedLength(in ConvolutionShape shape) => _gather.PackedLength(FlatShape.Of(shape));

    /// <inheritdoc/>
    public override long ScratchLength(in ConvolutionShape shape, int workers) => BiasLength(shape) + _gather.ScratchLength(FlatShape.Of(shape), workers);

    /// <inheritdoc/>
    public override bool MapsInput(in ConvolutionShape shape) => FlatShape.IsPointwise(shape) && _gather.MapsInput(FlatShape.Of(shape));

    /// <inheritdoc/>
    public override long MappedScratchLength(in ConvolutionShape shape, int workers) => _gather.MappedScratchLength(FlatShape.Of(shape), workers);

    /// <inheritdoc/>
    public override void RunMapped(in ConvolutionShape shape, in InputMap map, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool) =>
        _gather.RunMapped(FlatShape.Of(shape), map, input, inputPixelStride, packed, output, outputPixelStride, epilogue, scratch, pool);

    /// <inheritdoc/>
    public override int MomentSlots(in ConvolutionShape shape) => FlatShape.IsPointwise(shape) || !backward ? _gather.MomentSlots(FlatShape.Of(shape)) : 0;

    /// <inheritdoc/>
    public override unsafe void Pack(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> packed, WorkerPool pool)
    {
        if (FlatShape.IsPointwise(shape))
        {
            _gather.Pack(FlatShape.Of(shape), weights, packed, pool);
            return;
        }
        Spans.RequireLength("weights", weights.Length, shape.WeightLength);
        Spans.RequireLength("packed", packed.Length, PackedLength(shape));
        var flat = FlatShape.Of(shape);
        fixed (float* from = weights, to = packed)
        {
            var columns = new ColumnBlocks(backward ? flat.InputChannels : flat.OutputChannels, TSimd.Count);
            var grid = new DensePackGrid { Channels = shape.InputChannels, Taps = shape.Taps, Outputs = shape.OutputChannels, Backward = backward, Columns = columns, From = from, To = to };
            pool.Run(columns.Count, ref grid);
        }
    }

    /// <inheritdoc/>
    public override void Run(in ConvolutionShape shape, ReadOnlySpan<float> input, int inputPixelStride, ReadOnlySpan<float> packed,
        Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        var flat = FlatShape.Of(shape);
        if (FlatShape.IsPointwise(shape))
        {
            _gather.Run(flat, input, inputPixelStride, packed, output, outputPixelStride, epilogue, scratch, pool);
            return;
        }
        // A dense layer's example is one pixel, so the map of many pixels must be contiguous.
        var (inputStride, outputStride) = backward ? (inputPixelStride, outputPixelStride * shape.Taps) : (inputPixelStride * shape.Taps, outputPixelStride);
        if ((backward ? outputPixelStride : inputPixelStride) != shape.InputChannels && shape.Taps > 1)
            throw new ArgumentException($"A dense layer reads contiguous maps: pixels of {shape.InputChannels} channels lie {(backward ? outputPixelStride : inputPixelStride)} floats apart.");
        var bias = epilogue.Bias;
        if (backward && !bias.IsEmpty)
        {
            // Columns are taps × channels: each tap has the channels' biases.
            var repeated = scratch[..BiasLength(shape)];
            for (var tap = 0; tap < shape.Taps; tap++) bias[..shape.InputChannels].CopyTo(repeated[(tap * shape.InputChannels)..]);
            bias = repeated;
            scratch = scratch[repeated.Length..];
        }
        var inner = new Epilogue
        {
            Bias = bias,
            Addend = epilogue.Addend,
            AddendPixelStride = backward ? epilogue.AddendPixelStride * shape.Taps : epilogue.AddendPixelStride,
            Activation = epilogue.Activation,
            Slope = epilogue.Slope,
            Moments = epilogue.Moments,
        };
        _gather.Run(flat, input, inputStride, packed, output, outputStride, inner, scratch, pool);
    }

    private int BiasLength(in ConvolutionShape shape) => backward && !FlatShape.IsPointwise(shape) ? shape.Taps * shape.InputChannels : 0;

    private CostParts Counts(in ConvolutionShape shape) => _gather.Counts(FlatShape.Of(shape));
}
