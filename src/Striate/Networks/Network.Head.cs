using Striate.Layers;

namespace Striate.Networks;

/// <content>A new head on what a network has learnt.</content>
public sealed partial class Network
{
    /// <summary>The same network with a fresh last layer of weights for other classes; all other parameters are copied, under the same names, and stay frozen where they were.</summary>
    /// <remarks>
    /// The head is the last <see cref="Dense"/>, or <see cref="Convolution"/> with a kernel of 1, behind which the first output has layers without weights alone (pooling, activation, dropout, flatten).
    /// Its settings stay; its weights are drawn anew and are not frozen. A softmax at the end is left out, since losses take logits; a map of one pixel becomes a vector; class names are left out too, preprocessing stays.
    /// </remarks>
    /// <param name="classes">The number of outputs of the new head.</param>
    /// <param name="seed">The key of the head's first weights.</param>
    /// <exception cref="ArgumentException">There is no such layer, its weights are shared, or the number is not positive.</exception>
    /// <example><code>
    /// var tuned = network.ReplaceHead(classes: 5, seed: 1);
    /// </code></example>
    public Network ReplaceHead(int classes, ulong seed = 0)
    {
        if (classes < 1) throw new ArgumentException($"A head has 1 output or more, not {classes}.");
        var head = Head();
        var copies = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        foreach (var node in Nodes)
        {
            if (node.Layer is not { } layer) copies[node] = node.Named(node.Name);
            else if (node == Outputs[0] && layer is SoftmaxLayer) copies[node] = copies[node.Inputs[0]];
            else copies[node] = Node.Apply(node == head ? Resized(layer, classes) : layer, [.. node.Inputs.Select(input => copies[input])]);
        }
        // A map of one pixel, as fully convolutional networks give it, is a vector to losses.
        if (Outputs[0].Shape is { Rank: > 1 } shape && shape.Length == shape.Channels) copies[Outputs[0]] = copies[Outputs[0]].Then(new Flatten());
        var network = Of([.. Outputs.Select(output => copies[output])]).With(Info with { ClassNames = [] });
        if (network.OutputShape.Channels != classes)
            throw NoHead($"with {classes} outputs of {Node.Label(head.Layer, head.Name)} the network gives {network.OutputShape}");
        network.Initialize(seed);
        foreach (var parameter in Parameters.Where(parameter => !head.Parameters.Contains(parameter)))
        {
            var copy = network.Parameters[parameter.Name];
            copy.Set(parameter.Values);
            copy.IsFrozen = parameter.IsFrozen;
        }
        return network;
    }

    private Node Head()
    {
        var node = Outputs[0];
        while (node.Layer is not null && node.Inputs.Count == 1 && node.Parameters.Count == 0) node = node.Inputs[0];
        var isHead = node.Layer is Dense || node.Layer is Convolution { Groups: 1 } convolution && convolution.Kernel.Sizes.All(size => size == 1);
        if (!isHead) throw NoHead(node.IsInput ? "no layer has weights" : $"the last layer before the output that has weights or several inputs is {Node.Label(node.Layer, node.Name)}");
        var sharing = Nodes.FirstOrDefault(other => other != node && other.Parameters.Any(node.Parameters.Contains));
        if (sharing is not null) throw NoHead($"{Node.Label(node.Layer, node.Name)} shares its weights with '{sharing.Name}'");
        return node;
    }

    private static Layer Resized(Layer head, int classes) => head switch
    {
        Dense dense => dense with { Channels = classes, Frozen = false },
        Convolution convolution => convolution with { Channels = classes, Frozen = false },
        _ => head,
    };

    private static ArgumentException NoHead(string why) =>
        new($"The network has no head to replace: {why}. What would fit: a Dense, or a Convolution with a kernel of 1, that gives the class scores.");
}
