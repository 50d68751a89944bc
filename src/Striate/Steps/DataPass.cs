using Striate.Kernels.Convolution;
using Striate.Kernels.Threading;

namespace Striate.Steps;

/// <summary>One pass of a convolution that reads weights, forward or backward data: the kernel that was chosen, and its packed weights.</summary>
/// <remarks>
/// Weights are packed once a version and kept. Where the packed form is not that of the weights but several times larger (Winograd), a training step packs into scratch memory right
/// before use: the copy would be stale at the next step anyway, and a layer's block that is shared stays in the cache.
/// </remarks>
internal sealed class DataPass
{
    private readonly ConvolutionShape _shape;
    private readonly IReadOnlyList<DataKernel> _candidates;
    private readonly DataKernel _kernel;
    private readonly ConvolveStep.Arguments _arguments;
    private readonly PackedWeights? _kept;

    public DataPass(IReadOnlyList<DataKernel> candidates, in ConvolutionShape shape, ConvolveStep.Arguments arguments)
    {
        _shape = shape;
        _arguments = arguments;
        _candidates = candidates;
        _kernel = ConvolutionKernels.Choose(candidates, shape, arguments.Algorithms);
        if (!arguments.Training || _kernel.IsDirect) _kept = arguments.Cache.Get(_kernel, shape, arguments.Weight, arguments.Bias, arguments.Fold, arguments.Form);
    }

    public string Name => _kernel.Name;

    public PassCost Cost(string pass) => new(pass, KernelCost.Ranked(_candidates, _shape, _arguments.Algorithms));

    public ReadOnlySpan<float> Bias => _kept is not null ? _kept.Bias : _arguments.Bias is not null ? _arguments.Bias.Values : default;

    /// <summary>Parts of the output whose sums the kernel takes on the way; 0 if it takes none.</summary>
    public int MomentSlots => _kernel.MomentSlots(_shape);

    /// <summary>Whether the input may pass through a map on the way.</summary>
    public bool MapsInput => _kept is not null && _kernel.MapsInput(_shape);

    public long ScratchLength(int workers) => _kernel.ScratchLength(_shape, workers) + PackedLength + ExpandedLength;

    public long MappedScratchLength(int workers) => _kernel.MappedScratchLength(_shape, workers);

    public void Prepare(WorkerPool pool) => _kept?.Refresh(pool);

    public void Run(ReadOnlySpan<float> input, int inputPixelStride, Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool)
    {
        ReadOnlySpan<float> weights;
        if (_kept is not null)
        {
            weights = _kept.Weights;
        }
        else
        {
            var packed = scratch[..PackedLength];
            scratch = scratch[PackedLength..];
            ReadOnlySpan<float> values = _arguments.Weight.Values;
            if (_arguments.Form is { } form)
            {
                var expanded = scratch[..(int)_shape.WeightLength];
                form.Expand(values, expanded);
                values = expanded;
                scratch = scratch[ExpandedLength..];
            }
            _kernel.Pack(_shape, values, packed, pool);
            weights = packed;
        }
        _kernel.Run(_shape, input, inputPixelStride, weights, output, outputPixelStride, epilogue, scratch, pool);
    }

    public void RunMapped(in InputMap map, ReadOnlySpan<float> input, int inputPixelStride, Span<float> output, int outputPixelStride, in Epilogue epilogue, Span<float> scratch, WorkerPool pool) =>
        _kernel.RunMapped(_shape, map, input, inputPixelStride, _kept!.Weights, output, outputPixelStride, epilogue, scratch, pool);

    // Whole cache lines, so that what follows stays aligned.
    private int PackedLength => _kept is not null ? 0 : checked((int)((_kernel.PackedLength(_shape) + 15) / 16 * 16));

    private int ExpandedLength => _kept is not null || _arguments.Form is null ? 0 : checked((int)((_shape.WeightLength + 15) / 16 * 16));
}
