using System.Globalization;
using Striate.Layers;
using Striate.Networks;

namespace Striate.Insight;

/// <summary>Which convolutions of a network could be two cheaper ones, and the network in which they are.</summary>
public static class NetworkFactors
{
    /// <summary>The convolutions with more than one tap, in order; those that share weights with others, or have a connection table, are left out.</summary>
    public static IReadOnlyList<ConvolutionFactors> Factors(this Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var shared = network.Nodes.Where(node => node.Layer?.SharedWith is not null).SelectMany(node => new[] { node.Name, node.Layer!.SharedWith! }).ToHashSet(StringComparer.Ordinal);
        return [.. network.Nodes.Where(node => node.Layer is Convolution { Connections: null } && node.Parameters[0].Shape[2..].Length > 1 && !shared.Contains(node.Name)).Select(node => new ConvolutionFactors(node))];
    }

    /// <summary>Of each convolution the replacement with the fewest multiply–accumulates within an error, if it has fewer than the convolution; others stay.</summary>
    /// <param name="layers">The convolutions of a network.</param>
    /// <param name="error">The largest relative error of a layer's weights.</param>
    public static IReadOnlyDictionary<ConvolutionFactors, LowRankReplacement> Choose(this IReadOnlyList<ConvolutionFactors> layers, double error)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (!(error >= 0)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The error of weights is 0 or more, not {error}."));
        var chosen = new Dictionary<ConvolutionFactors, LowRankReplacement>();
        foreach (var layer in layers)
        {
            var best = layer.Replacements.Where(replacement => replacement.Error <= error).MinBy(replacement => replacement.MultiplyAccumulates);
            if (best is not null && best.MultiplyAccumulates < layer.MultiplyAccumulates) chosen[layer] = best;
        }
        return chosen;
    }

    /// <summary>The network with convolutions replaced: <c>conv1</c> becomes <c>conv1.first</c> and <c>conv1</c>, so that the name and the bias are those of the output.</summary>
    /// <param name="network">The network; it stays as it is.</param>
    /// <param name="chosen">The replacements.</param>
    public static Network Rewrite(this Network network, IReadOnlyDictionary<ConvolutionFactors, LowRankReplacement> chosen)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(chosen);
        var made = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        var replaced = chosen.ToDictionary(pair => pair.Key.Node, pair => (Factors: pair.Key, Replacement: pair.Value));
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var node in network.Nodes)
        {
            Node[] inputs = [.. node.Inputs.Select(input => made[input])];
            if (node.Layer is null) made[node] = Network.Input(node.Shape.AsSpan()).Named(node.Name);
            else if (!replaced.TryGetValue(node, out var pair)) made[node] = Node.Apply(node.Layer with { Name = node.Name }, inputs);
            else
            {
                var (first, second) = pair.Factors.Layers(pair.Replacement);
                made[node] = Node.Apply(first with { Name = node.Name + ".first" }, inputs).Then(second with { Name = node.Name });
                (weights[node.Name + ".first.weight"], weights[node.Name + ".weight"]) = pair.Factors.WeightsOf(pair.Replacement);
            }
        }
        var rewritten = Network.Of([.. network.Outputs.Select(output => made[output])]);
        foreach (var parameter in rewritten.Parameters) parameter.Set(weights.TryGetValue(parameter.Name, out var own) ? own : network.Parameters[parameter.Name].Values);
        return rewritten.With(network.Info);
    }
}
