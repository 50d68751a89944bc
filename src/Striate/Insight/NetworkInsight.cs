using Striate.Networks;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>Questions asked of a network.</summary>
public static class NetworkInsight
{
    /// <summary>Shapes, parameters, multiply–accumulates and receptive fields, node by node.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The shape of one example of each input, if other than the network's own.</param>
    public static NetworkSummary Summary(this Network network, IReadOnlyList<Shape>? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new NetworkSummary(network, inputs);
    }
}
