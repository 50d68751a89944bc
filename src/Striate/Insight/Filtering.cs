using Striate.Filters;
using Striate.Kernels.Convolution;
using Striate.Layers;
using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>Filters over maps: pictures, series, volumes.</summary>
public static class Filtering
{
    /// <summary>Filters every channel of a map.</summary>
    /// <remarks>A separable kernel is run as passes of vectors, axis by axis (I ∗ (u · vᵀ) = (I ∗ u) ∗ vᵀ to rounding), where that takes fewer products. The border is laid around the map once, before the passes.</remarks>
    /// <param name="filter">The kernel.</param>
    /// <param name="map">spatial… × C, float, with as many spatial axes as the kernel.</param>
    /// <param name="flip">True convolution; otherwise cross-correlation.</param>
    /// <param name="padding">What stands around the map; <see cref="Padding.Same"/>, zeros, if null.</param>
    /// <param name="passes">Whether separable kernels may be run as vectors.</param>
    /// <exception cref="ArgumentException">The kernel has another number of axes.</exception>
    /// <exception cref="ShapeException">The kernel does not fit.</exception>
    public static FilterRun Apply(this Filter filter, Tensor map, bool flip = false, Padding? padding = null, bool passes = true)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(map);
        var rank = filter.Shape.Rank;
        if (map.Shape.Rank != rank + 1) throw new ArgumentException($"The kernel {filter} has {rank} {(rank == 1 ? "axis" : "axes")}; the map is {map.Shape}, channels last.");
        padding ??= Padding.Same;
        var channels = map.Shape.Channels;
        var whole = new Convolution(channels, new AxisSizes([.. filter.Shape])) { Padding = padding, Groups = channels, Flip = flip, HasBias = false };
        // The layer says what does not fit.
        var windows = whole.Windows(new LayerInputs(filter.Name, [map.Shape]));
        var factors = passes && filter.Shape.Sum() < filter.Shape.Length ? filter.Factors() : null;
        var layers = new List<(Layer Layer, IReadOnlyList<float>? Kernel)>
        {
            (new SpatialPadding(new AxisSizes([.. windows.Select(axis => axis.PaddingLow)]), new AxisSizes([.. windows.Select(axis => axis.PaddingHigh)])) { Mode = padding.Mode, Value = padding.Value }, null),
        };
        if (factors is null) layers.Add((whole with { Padding = Padding.Valid }, filter.Values));
        for (var axis = 0; axis < factors?.Count; axis++)
            layers.Add((whole with { Padding = Padding.Valid, Kernel = new AxisSizes([.. Enumerable.Range(0, rank).Select(i => i == axis ? filter.Shape[axis] : 1)]) }, factors[axis]));
        var network = Network.Sequential(map.Shape, [.. layers.Select(layer => layer.Layer)]);
        foreach (var (node, (_, kernel)) in network.Nodes.Skip(1).Zip(layers))
            if (kernel is not null) node.Parameters[0].Set([.. Enumerable.Range(0, channels).SelectMany(_ => kernel)]);
        var input = map.Reshape([1, .. map.Shape]);
        var output = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = input }, options: new PlanOptions { Algorithms = Algorithms.Direct })[network.Outputs[0].Name];
        return new FilterRun(filter, output.Reshape([.. output.Shape[1..]]), factors);
    }
}
