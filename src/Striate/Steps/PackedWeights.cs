using Striate.Kernels.Convolution;
using Striate.Kernels.Memory;
using Striate.Kernels.Threading;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>A kernel's own copy of a convolution's weights, refreshed when the parameters' version has moved on; shared by all plans of a network.</summary>
internal sealed class PackedWeights
{
    private readonly Lock _gate = new();
    private readonly DataKernel _kernel;
    private readonly ConvolutionShape _shape;
    private readonly ParameterSet _set;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly BatchNormalizationFold? _fold;
    private readonly WeightForm? _form;
    private AlignedBuffer? _packed;
    private AlignedBuffer? _expanded;
    private AlignedBuffer? _foldedBias;
    private long _version = -1;

    public PackedWeights(DataKernel kernel, in ConvolutionShape shape, ParameterSet set, Parameter weight, Parameter? bias, BatchNormalizationFold? fold, WeightForm? form)
    {
        (_kernel, _shape, _set, _weight, _bias, _fold, _form) = (kernel, shape, set, weight, bias, fold, form);
    }

    public ReadOnlySpan<float> Weights => _packed!.AsSpan<float>();

    public ReadOnlySpan<float> Bias => _foldedBias is not null ? _foldedBias.AsSpan<float>() : _bias is not null ? _bias.Values : default;

    public void Refresh(WorkerPool pool)
    {
        if (Volatile.Read(ref _version) == CurrentVersion) return;
        lock (_gate)
        {
            var version = CurrentVersion;
            if (_version == version) return;
            // Not before the first use: a plan that is compiled only to be measured takes no memory.
            _packed ??= new AlignedBuffer(_kernel.PackedLength(_shape) * sizeof(float));
            var weights = Expanded();
            if (_fold is null)
            {
                _kernel.Pack(_shape, weights, _packed.AsSpan<float>(), pool);
            }
            else
            {
                // Only after parameters changed, which inference does not do: a temporary block is cheaper than keeping one a layer.
                var folded = new float[weights.Length];
                _foldedBias ??= new AlignedBuffer((long)_fold.Scale.Length * sizeof(float));
                _fold.Apply(_shape, weights, _bias is null ? default : _bias.Values, folded, _foldedBias.AsSpan<float>());
                _kernel.Pack(_shape, folded, _packed.AsSpan<float>(), pool);
            }
            Volatile.Write(ref _version, version);
        }
    }

    private ReadOnlySpan<float> Expanded()
    {
        if (_form is null) return _weight.Values;
        _expanded ??= new AlignedBuffer(_shape.WeightLength * sizeof(float));
        _form.Expand(_weight.Values, _expanded.AsSpan<float>());
        return _expanded.AsSpan<float>();
    }

    // Folded weights depend on running statistics too; the others must not be packed again when only those moved.
    private long CurrentVersion => _fold is null ? _set.Version : _set.Version + _set.StateVersion;
}
