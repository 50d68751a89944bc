using Striate.Layers;
using Striate.Networks;
using Striate.Tensors;

namespace Striate.Insight;

/// <summary>The receptive field of every layer of a network, branches included.</summary>
/// <remarks>
/// With k the extent of a window, s its stride and p the padding before it, a layer adds (k − 1) · jump to the size, multiplies the jump by s and moves the first input by −p · jump
/// (Araujo, Norris, Sim 2019, "Computing receptive fields of convolutional neural networks"). Where branches meet, a number sees from the first input of any to the last of any.
/// </remarks>
/// <example><code>
/// foreach (var layer in ModelZoo.Build("vgg16").Fields()) Console.WriteLine($"{layer.Node.Name} {string.Join(' ', layer.Axes)}");
/// </code></example>
public static class ReceptiveFields
{
    /// <summary>The fields, node by node.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The shape of one example of each input, if other than the network's own.</param>
    public static IReadOnlyList<LayerField> Fields(this Network network, IReadOnlyList<Shape>? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Of(network, network.InferShapes(inputs ?? [.. network.Inputs.Select(input => input.Shape)]));
    }

    internal static IReadOnlyList<LayerField> Of(Network network, IReadOnlyDictionary<Node, Shape> shapes)
    {
        var fields = new Dictionary<Node, LayerField>(ReferenceEqualityComparer.Instance);
        foreach (var node in network.Nodes) fields[node] = node.Layer is null ? OfInput(node, shapes[node]) : Behind(node, [.. node.Inputs.Select(input => fields[input])], shapes);
        return [.. network.Nodes.Select(node => fields[node])];
    }

    private static LayerField OfInput(Node node, Shape shape)
    {
        ReceptiveField[] own = [.. Enumerable.Repeat(ReceptiveField.Input, Math.Max(shape.Rank - 1, 0))];
        return new LayerField(node, shape, own, own, SeesEverything: false);
    }

    private static LayerField Behind(Node node, LayerField[] inputs, IReadOnlyDictionary<Node, Shape> shapes)
    {
        var (layer, output) = (node.Layer!, shapes[node]);
        var before = Join(inputs);
        if (layer.Reach == Reach.Everything || inputs.Any(input => input.SeesEverything)) return new LayerField(node, output, before, [], SeesEverything: true);
        if (before.Count == 0) return new LayerField(node, output, [], [], SeesEverything: false);
        var windows = layer.Windows(new LayerInputs(Node.Label(layer, node.Name), [.. node.Inputs.Select(input => shapes[input])]));
        // Cells of unequal size are no windows of one size and distance.
        if (layer is AdaptivePoolingLayer && windows.Where((axis, i) => axis.Input % output[i] != 0).Any()) return new LayerField(node, output, before, [], SeesEverything: false);
        ReceptiveField?[] behind = windows.Count != before.Count
            ? output.Rank - 1 == before.Count && layer.Reach == Reach.Window ? [.. before] : []
            : [.. before.Select((field, axis) => layer.Reach == Reach.Spread ? field.BehindTransposed(windows[axis]) : field.Behind(windows[axis]))];
        return new LayerField(node, output, before, Known(behind), SeesEverything: false);
    }

    private static IReadOnlyList<ReceptiveField> Join(LayerField[] all)
    {
        // A constant sees nothing and says nothing about what the others see.
        LayerField[] inputs = [.. all.Where(input => input.Node.Layer is null || input.Node.Inputs.Count > 0)];
        if (inputs.Length == 0 || inputs.Any(input => input.Axes.Count != inputs[0].Axes.Count)) return [];
        return Known([.. inputs[0].Axes.Select((first, axis) => inputs.Skip(1).Aggregate((ReceptiveField?)first, (joined, input) => joined?.Joined(input.Axes[axis])))]);
    }

    private static IReadOnlyList<ReceptiveField> Known(ReceptiveField?[] fields) => fields.All(field => field is not null) ? [.. fields.Select(field => field!.Value)] : [];
}
