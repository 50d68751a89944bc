using Striate.Filters;
using Striate.Layers;
using Striate.Parameters;

namespace Striate.Networks;

/// <summary>Designed filters as the weights of a network that exists.</summary>
public static class NetworkFilters
{
    /// <summary>Overwrites the weights of a convolution with a bank, as <see cref="Initializer.Designed"/> does; outputs beyond the bank, and biases, stay as they are.</summary>
    /// <param name="network">The network, whose parameters are changed in place.</param>
    /// <param name="layer">The convolution's name.</param>
    /// <param name="bank">Filters of the convolution's kernel size.</param>
    /// <exception cref="ArgumentException">The node is no convolution, has a connection table, or kernels of another size.</exception>
    public static void SetFilters(this Network network, string layer, FilterBank bank)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(bank);
        var node = network[layer];
        if (node.Layer is not Convolution { Connections: null } convolution) throw new ArgumentException($"'{layer}' takes no filters: it must be a convolution without a connection table.");
        var (weights, taps) = (node.Parameters[0], (int)bank.Shape.Length);
        if (weights.Shape[2..] != bank.Shape) throw new ArgumentException($"'{layer}' has kernels of {weights.Shape[2..]}; the bank has {bank}.");
        var (length, group, values) = (weights.Shape[1] * taps, convolution.Channels / convolution.Groups, weights.Values.ToArray());
        for (var output = 0; output < convolution.Channels; output++)
        {
            if (output % group >= bank.Count) continue;
            for (var i = 0; i < length; i++) values[output * length + i] = bank[output % group].Values[i % taps] / weights.Shape[1];
        }
        weights.Set(values);
    }
}
