using Striate.Layers;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Networks;

/// <summary>A place in a network: an input, or a layer applied to other nodes. Immutable.</summary>
/// <remarks>Nodes made with <see cref="Then"/> and <c>+</c> are a plan on paper; names, shapes and parameters come with <see cref="Network.Of(IReadOnlyList{Node})"/>.</remarks>
public sealed class Node
{
    private static readonly Shape Unknown = Shape.Scalar;

    internal Node(Layer? layer, IReadOnlyList<Node> inputs, string name, Shape shape)
    {
        (Layer, Inputs, Name, Shape) = (layer, inputs, name, shape);
    }

    /// <summary>The layer; null for an input of the network.</summary>
    public Layer? Layer { get; }

    /// <summary>What the layer is applied to.</summary>
    public IReadOnlyList<Node> Inputs { get; }

    /// <summary>The name; empty before the node belongs to a network, unless it was given.</summary>
    public string Name { get; }

    /// <summary>The shape of one example at the network's own input size; unknown before the node belongs to a network, except for inputs.</summary>
    public Shape Shape { get; }

    /// <summary>What the elements are; known as <see cref="Shape"/> is.</summary>
    public ElementType Type { get; internal init; }

    /// <summary>Whether there is one for each example of a batch; an array that is part of the network is shared by all.</summary>
    public bool IsBatched { get; internal init; } = true;

    /// <summary>The parameters in the order of the layer's specification; nodes that share them list the same ones.</summary>
    public IReadOnlyList<Parameter> Parameters { get; internal init; } = [];

    /// <summary>Whether this is an input of the network.</summary>
    public bool IsInput => Layer is null;

    /// <summary>What the layer meets here, for its shape rule, cost and messages.</summary>
    public LayerInputs LayerInputs => new(Label(Layer, Name), [.. Inputs.Select(input => input.Shape)]) { Types = [.. Inputs.Select(input => input.Type)] };

    /// <summary>Layers one behind the other, beginning here.</summary>
    public Node Then(params ReadOnlySpan<Layer> layers)
    {
        var node = this;
        foreach (var layer in layers) node = Apply(layer, node);
        return node;
    }

    /// <summary>The same node under a name.</summary>
    public Node Named(string name) => new(Layer is null ? null : Layer with { Name = name }, Inputs, name, Shape) { Type = Type };

    /// <summary>A layer applied to nodes.</summary>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    public static Node Apply(Layer layer, params IReadOnlyList<Node> inputs)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(inputs);
        if (layer.InputCount >= 0 ? layer.InputCount != inputs.Count : inputs.Count == 0)
            throw new ArgumentException($"{Label(layer, layer.Name)} takes {(layer.InputCount < 0 ? "one or more inputs" : $"{layer.InputCount} input(s)")}, not {inputs.Count}.");
        return new Node(layer, inputs, layer.Name ?? "", Unknown);
    }

    /// <summary>Maps side by side along the channels.</summary>
    public static Node Concatenate(params IReadOnlyList<Node> inputs) => Apply(new Concatenation(), inputs);

    /// <summary>The sum of two maps of the same shape: a residual connection.</summary>
    public static Node Add(Node left, Node right) => Apply(new Add(), left, right);

    /// <summary>The sum of two maps of the same shape: a residual connection.</summary>
    public static Node operator +(Node left, Node right) => Add(left, right);

    /// <summary>The product of two maps of the same shape, or of a map and a factor a channel.</summary>
    public static Node Multiply(Node left, Node right) => Apply(new Multiply(), left, right);

    /// <summary>The product of two maps of the same shape, or of a map and a factor a channel.</summary>
    public static Node operator *(Node left, Node right) => Multiply(left, right);

    /// <inheritdoc/>
    public override string ToString() => $"{Label(Layer, Name)} {Shape}";

    internal static string Label(Layer? layer, string? name) => (layer?.Kind ?? "Input") + (string.IsNullOrEmpty(name) ? "" : $" '{name}'");
}
