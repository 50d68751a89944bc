using System.Collections.Concurrent;
using Striate.Kernels.Convolution;
using Striate.Parameters;

namespace Striate.Steps;

/// <summary>The packed copies of a network's weights: one a parameter, kernel and packing, whatever the number of plans.</summary>
internal sealed class PackedWeightsCache(ParameterSet set)
{
    private readonly ConcurrentDictionary<Key, PackedWeights> _entries = new();

    /// <summary>Moves on when any parameter or running statistic changes.</summary>
    public long Version => set.Version + set.StateVersion;

    public PackedWeights Get(DataKernel kernel, in ConvolutionShape shape, Parameter weight, Parameter? bias, BatchNormalizationFold? fold, WeightForm? form)
    {
        // How weights are packed depends on channels, groups and taps, never on the batch or the size of the maps: plans for other sizes share the copy.
        var key = new Key(kernel, kernel.PackedLength(shape), shape.Groups, shape.Depth.Kernel, shape.Height.Kernel, shape.Width.Kernel, weight, bias, fold, form);
        return _entries.TryGetValue(key, out var entry) ? entry : _entries.GetOrAdd(key, new PackedWeights(kernel, shape, set, weight, bias, fold, form));
    }

    private sealed record Key(DataKernel Kernel, long Length, int Groups, int Depth, int Height, int Width, Parameter Weight, Parameter? Bias, BatchNormalizationFold? Fold, WeightForm? Form);
}
