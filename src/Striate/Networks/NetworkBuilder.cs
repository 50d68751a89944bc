using Striate.Layers;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Networks;

/// <summary>From nodes on paper to nodes of a network: order, names, shapes, parameters.</summary>
internal sealed class NetworkBuilder
{
    private readonly Dictionary<Node, Node> _built = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, Node> _complete = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> _ofMaps = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public NetworkBuilder(IReadOnlyList<Node> outputs)
    {
        if (outputs.Count == 0) throw new ArgumentException("A network needs an output.");
        var order = Order(outputs);
        foreach (var node in order.Where(node => node.Layer is { MayBeEmpty: false })) _ofMaps.UnionWith(node.Inputs);
        foreach (var node in order.Where(node => GivenName(node).Length > 0))
        {
            if (!_names.Add(GivenName(node))) throw new ArgumentException($"Two nodes are called '{GivenName(node)}'; names must differ.");
        }
        var named = order.Select(node => (Node: node, Name: NameOf(node))).ToArray();
        var shaped = named.Select(pair => (pair.Node, pair.Name, Shape: ShapeOf(pair.Node, pair.Name))).ToArray();
        Parameters = new ParameterSet(shaped.SelectMany(item => Specs(item.Node, item.Name)));
        Nodes = [.. shaped.Select(item => Complete(item.Node, item.Name, item.Shape))];
        Inputs = [.. Nodes.Where(node => node.IsInput)];
        Outputs = [.. outputs.Select(output => _complete[output])];
    }

    public IReadOnlyList<Node> Nodes { get; }

    public IReadOnlyList<Node> Inputs { get; }

    public IReadOnlyList<Node> Outputs { get; }

    public ParameterSet Parameters { get; }

    // Depth first without recursion, so that a chain of thousands of nodes does not exhaust the stack; inputs keep the order of first use.
    private static List<Node> Order(IReadOnlyList<Node> outputs)
    {
        var order = new List<Node>();
        var state = new Dictionary<Node, bool>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<Node>(outputs.Reverse());
        while (stack.TryPop(out var node))
        {
            if (state.TryGetValue(node, out var done))
            {
                if (!done) order.Add(node);
                state[node] = true;
                continue;
            }
            state[node] = false;
            stack.Push(node);
            for (var i = node.Inputs.Count - 1; i >= 0; i--)
                if (!state.ContainsKey(node.Inputs[i])) stack.Push(node.Inputs[i]);
        }
        return order;
    }

    private static string GivenName(Node node) => node.Layer?.Name ?? node.Name;

    private string NameOf(Node node)
    {
        var given = GivenName(node);
        if (given.Length > 0) return given;
        if (node.IsInput && _names.Add("input")) return "input";
        var kind = node.IsInput ? "input" : node.Layer!.Kind.ToLowerInvariant();
        string name;
        do
        {
            var number = _numbers.GetValueOrDefault(kind) + 1;
            _numbers[kind] = number;
            name = $"{kind}{number}";
        }
        while (!_names.Add(name));
        return name;
    }

    private Shape ShapeOf(Node node, string name)
    {
        var inputs = node.Inputs.Select(input => _built[input]).ToArray();
        var shape = node.Layer is null ? node.Shape : LayerSizes.OutputShape(node.Layer, InputsOf(node, name));
        if (shape.Contains(0) && !MayBeEmpty(node)) throw new ShapeException($"{(node.Layer is null ? $"Input '{name}'" : Node.Label(node.Layer, name))} is {shape}; it needs 1 or more along every axis.");
        _built[node] = new Node(node.Layer, inputs, name, shape) { Type = node.Layer is null ? node.Type : node.Layer.OutputType(InputsOf(node, name)), IsBatched = node.Layer is null || inputs.Any(input => input.IsBatched) };
        if (node.Layer is { } layer) RequireKinds(layer, name, inputs);
        return shape;
    }

    // Layers of arrays make and take axes without a place; an input that no layer of maps reads may have one too.
    private bool MayBeEmpty(Node node) => node.Layer?.MayBeEmpty ?? !_ofMaps.Contains(node);

    private static void RequireKinds(Layer layer, string name, IReadOnlyList<Node> inputs)
    {
        for (var i = 0; i < inputs.Count; i++)
            if (!layer.Takes(i, inputs[i].Type)) throw new ShapeException($"{Node.Label(layer, name)} does not take {inputs[i].Type}, which '{inputs[i].Name}' holds. What would fit: a Casting before it.");
        if (!layer.MixesShared && inputs.Any(input => input.IsBatched) && inputs.FirstOrDefault(input => !input.IsBatched) is { } shared)
            throw new ShapeException($"{Node.Label(layer, name)} takes inputs with one for each example; '{shared.Name}' is shared by all examples.");
    }

    private LayerInputs InputsOf(Node node, string name) => new(Node.Label(node.Layer, name), [.. node.Inputs.Select(input => _built[input].Shape)]) { Types = [.. node.Inputs.Select(input => _built[input].Type)] };

    private IEnumerable<(string Name, ParameterSpec Spec)> Specs(Node node, string name) =>
        node.Layer is null || node.Layer.SharedWith is not null ? [] : LayerSizes.Parameters(node.Layer, InputsOf(node, name)).Select(spec => ($"{name}.{spec.Name}", spec));

    private Node Complete(Node node, string name, Shape shape)
    {
        var complete = new Node(node.Layer, [.. node.Inputs.Select(input => _complete[input])], name, shape) { Parameters = ParametersOf(node, name), Type = _built[node].Type, IsBatched = _built[node].IsBatched };
        _complete[node] = complete;
        return complete;
    }

    private List<Parameter> ParametersOf(Node node, string name)
    {
        var parameters = new List<Parameter>();
        if (node.Layer is null) return parameters;
        var context = InputsOf(node, name);
        foreach (var spec in node.Layer.Parameters(context))
        {
            var owner = node.Layer.SharedWith ?? name;
            if (!Parameters.TryGet($"{owner}.{spec.Name}", out var parameter))
                throw new ArgumentException($"{context.Label} shares the parameters of '{owner}', which has no {spec.Name}.");
            if (parameter!.Shape != spec.Shape)
                throw new ShapeException($"{context.Label} shares {parameter.Name} of {parameter.Shape}, but its input {context.Shape} needs {spec.Shape}.");
            parameters.Add(parameter);
        }
        return parameters;
    }
}
