using Striate.Layers;
using Striate.Parameters;
using Striate.Steps;
using Striate.Tensors;

namespace Striate.Networks;

/// <summary>A graph of layers with named parameters and state: plain data that can be printed, saved, rewritten, trained and exported.</summary>
/// <remarks>The structure never changes; parameters are created with the network (seed 0) and trained in place.</remarks>
/// <example><code>
/// var network = Network.Sequential(Shape.Of(28, 28, 1), new Convolution(6, 5), new Tanh(), new Flatten(), new Dense(10));
/// </code></example>
public sealed partial class Network
{
    private Network(IReadOnlyList<Node> nodes, IReadOnlyList<Node> inputs, IReadOnlyList<Node> outputs, ParameterSet parameters, PackedWeightsCache cache)
    {
        (Nodes, Inputs, Outputs, Parameters, PackedWeights) = (nodes, inputs, outputs, parameters, cache);
    }

    /// <summary>All nodes, each behind its inputs.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<Node> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<Node> Outputs { get; }

    /// <summary>Everything that is learnt, and running statistics.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Preprocessing, class names and the model's name.</summary>
    public ModelInfo Info { get; private init; } = ModelInfo.None;

    /// <summary>The shape of one example of the first input.</summary>
    public Shape InputShape => Inputs[0].Shape;

    /// <summary>The shape of one example of the first output.</summary>
    public Shape OutputShape => Outputs[0].Shape;

    internal PackedWeightsCache PackedWeights { get; }

    /// <summary>The node of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Node this[string name] => Nodes.FirstOrDefault(node => node.Name == name)
        ?? throw new KeyNotFoundException($"No node is called '{name}'. There are {Nodes.Count}: {string.Join(", ", Nodes.Take(8).Select(node => node.Name))}{(Nodes.Count > 8 ? ", …" : "")}.");

    /// <summary>An input of a graph; sizes of one example, channels last.</summary>
    public static Node Input(params ReadOnlySpan<int> sizes) => new(null, [], "", Shape.Of(sizes));

    /// <summary>An input of a graph that holds elements of a type; sizes of one example, channels last.</summary>
    public static Node Input(ElementType type, params ReadOnlySpan<int> sizes) => new(null, [], "", Shape.Of(sizes)) { Type = type };

    /// <summary>A network that ends at a node.</summary>
    public static Network Of(Node output) => Of([output]);

    /// <summary>A network that ends at nodes.</summary>
    /// <exception cref="ShapeException">A layer does not fit its inputs.</exception>
    public static Network Of(IReadOnlyList<Node> outputs)
    {
        var builder = new NetworkBuilder(outputs);
        var network = new Network(builder.Nodes, builder.Inputs, builder.Outputs, builder.Parameters, new PackedWeightsCache(builder.Parameters));
        network.Initialize(0);
        return network;
    }

    /// <summary>Layers one behind the other.</summary>
    /// <param name="input">The shape of one example, channels last.</param>
    /// <param name="layers">The layers in order.</param>
    public static Network Sequential(Shape input, params ReadOnlySpan<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Of(Input(input.AsSpan()).Then(layers));
    }

    /// <summary>Draws all parameters anew; the same seed gives the same bits, whatever other layers the network has.</summary>
    public void Initialize(ulong seed) => Parameters.Initialize(seed);

    /// <summary>The same network, parameters included, with other information.</summary>
    public Network With(ModelInfo info) => new(Nodes, Inputs, Outputs, Parameters, PackedWeights) { Info = info };

    /// <summary>The shape of every node for inputs of other sizes.</summary>
    /// <exception cref="ShapeException">A layer does not fit, or would need parameters of another shape.</exception>
    public IReadOnlyDictionary<Node, Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != Inputs.Count) throw new ShapeException($"The network has {Inputs.Count} input(s), not {inputs.Count}.");
        var shapes = new Dictionary<Node, Shape>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < inputs.Count; i++) shapes[Inputs[i]] = inputs[i];
        foreach (var node in Nodes)
        {
            if (node.Layer is null) continue;
            var context = new LayerInputs(Node.Label(node.Layer, node.Name), [.. node.Inputs.Select(input => shapes[input])]) { Types = [.. node.Inputs.Select(input => input.Type)] };
            shapes[node] = LayerSizes.OutputShape(node.Layer, context);
            var specs = LayerSizes.Parameters(node.Layer, context);
            for (var i = 0; i < specs.Count; i++)
            {
                if (specs[i].Shape == node.Parameters[i].Shape) continue;
                throw new ShapeException($"{context.Label} has a {specs[i].Name} of {node.Parameters[i].Shape} for the input {node.LayerInputs.Shape}; the input {context.Shape} would need {specs[i].Shape}. "
                    + node.Layer.WhatFixesTheInput(specs[i].Name, node.LayerInputs.Shape, context.Shape));
            }
        }
        return shapes;
    }
}
