using System.Text.Json;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx.Schema;

using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>From an ONNX model to a network: constants are folded, channels-first shapes become channels-last ones, each operator a layer.</summary>
internal sealed class OnnxImport
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Tensor Tensor, string Name)> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Layer> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pooled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _numbered = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, string> _expected = new(ReferenceEqualityComparer.Instance);
    private readonly JsonElement? _metadata;
    private readonly ILookup<string, NodeData?> _readers;
    private readonly Node[] _outputs;
    private readonly Dictionary<string, ValueInfo> _inputs = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, Tensor> _given;

    private OnnxImport(ModelData model, IReadOnlyDictionary<string, Tensor> given, bool numbered)
    {
        _given = given;
        Opset = model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 1;
        var stored = model.MetadataProps.FirstOrDefault(entry => entry.Key == ModelMetadata.Key)?.Value;
        if (stored is not null) _metadata = JsonDocument.Parse(stored).RootElement;
        if (numbered && _metadata is { } root) _numbered.UnionWith(ModelMetadata.ReadNumbered(root));
        var graph = model.Graph ?? throw new InvalidDataException("it holds no graph");
        foreach (var name in graph.Node.SelectMany(node => node.Input).Concat(graph.Output.Select(output => output.Name))) _uses[name] = _uses.GetValueOrDefault(name) + 1;
        foreach (var initializer in graph.Initializer) _constants[initializer.Name] = (TensorDataConversion.ToTensor(initializer), initializer.Name);
        // What leaves the graph has a reader that is no node.
        var reads = graph.Node.SelectMany(node => node.Input.Select(name => (Name: name, Reader: (NodeData?)node)));
        _readers = reads.Concat(graph.Output.Select(output => (output.Name, Reader: (NodeData?)null))).ToLookup(pair => pair.Name, pair => pair.Reader, StringComparer.Ordinal);
        foreach (var input in DataInputs(graph)) _inputs[input.Name] = input;
        foreach (var node in graph.Node) Read(node);
        _outputs = [.. graph.Output.Select(output => TryNode(output.Name, out var node) ? node : throw new UnsupportedOperatorException($"output '{output.Name}' that is a constant"))];
    }

    /// <summary>Whether the file was written here: its nodes are called as its layers.</summary>
    public bool IsOwn => _metadata is not null;

    /// <summary>The version of ONNX's own operators.</summary>
    public long Opset { get; }

    /// <summary>The shape of one example of a node that is no part of a network yet.</summary>
    public static Shape ShapeOf(Node node) => Network.Of(node).OutputShape;

    /// <summary>The inputs that are no initializers; before IR 4 those are listed too.</summary>
    public static IEnumerable<ValueInfo> DataInputs(GraphData graph)
    {
        var initializers = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return graph.Input.Where(input => !initializers.Contains(input.Name));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="given">Values of inputs: they serve where a constant is needed, and tell sizes that the model leaves free.</param>
    public static Network Read(ModelData model, IReadOnlyDictionary<string, Tensor>? given = null)
    {
        given ??= new Dictionary<string, Tensor>();
        var import = new OnnxImport(model, given, numbered: true);
        var network = Network.Of(import._outputs);
        // Numbers that come out otherwise mean that someone changed the graph: then every layer is given its name.
        if (!import.NamesAgree(network))
        {
            import = new OnnxImport(model, given, numbered: false);
            network = Network.Of(import._outputs);
        }
        return import.Fill(network);
    }

    /// <summary>A layer, with the settings that were stored for it, applied to nodes.</summary>
    public Node Apply(Layer layer, params IReadOnlyList<Node> inputs)
    {
        var restored = Restore(layer);
        var node = Node.Apply(layer.Name is not null && _numbered.Contains(layer.Name) ? restored with { Name = null } : restored, inputs);
        if (layer.Name is not null) _expected[node] = layer.Name;
        return node;
    }

    /// <summary>A layer with the settings that were stored for its name.</summary>
    public Layer Restore(Layer layer) => _metadata is { } metadata ? ModelMetadata.Restore(layer, metadata.GetProperty("layers")) : layer;

    /// <summary>Whether a value goes nowhere but into operators that drop its axes of size 1, at once or behind functions of each number by itself.</summary>
    public bool IsOnlyFlattened(string name) =>
        _readers[name].All(reader => reader is not null && (reader.OpType is "Flatten" or "Reshape" || reader.OpType is "Relu" or "Dropout" or "Identity" && IsOnlyFlattened(reader.Output[0])));

    public bool IsOnlyReadBy(string name, string type) => _readers[name].All(reader => reader?.OpType == type);

    /// <summary>Notes that a value holds the places of the maximum that made another.</summary>
    public void MarkPlaces(string name, string pooled) => _places[name] = pooled;

    /// <summary>The node of the pooling whose places a value holds.</summary>
    public bool TryPlaces(string name, out Node pooled)
    {
        pooled = null!;
        return _places.TryGetValue(name, out var output) && TryNode(output, out pooled);
    }

    public bool IsPooled(string name) => _pooled.Contains(name);

    public void MarkPooled(string name) => _pooled.Add(name);

    // Inputs become nodes when something asks for them, so that what is said of a model is what matters.
    public bool TryNode(string name, out Node node)
    {
        if (!_nodes.TryGetValue(name, out node!) && _inputs.TryGetValue(name, out var input)) _nodes[name] = node = MakeInput(input);
        return node is not null;
    }

    public bool TryGiven(string name, out Tensor tensor) => _given.TryGetValue(name, out tensor!);

    public bool TryConstant(string name, out Tensor tensor, out string source)
    {
        var found = _constants.TryGetValue(name, out var constant);
        (tensor, source) = (constant.Tensor, constant.Name);
        return found;
    }

    public bool IsUsed(string name) => _uses.ContainsKey(name);

    /// <summary>Whether one node alone reads a value.</summary>
    public bool IsUsedOnce(string name) => _uses.GetValueOrDefault(name) == 1;

    public string Unique(string name)
    {
        var unique = name;
        for (var number = 2; !_names.Add(unique); number++) unique = $"{name}_{number}";
        return unique;
    }

    public void SetConstant(string name, Tensor tensor, string source) => _constants[name] = (tensor, source);

    public void SetNode(string name, Node node) => _nodes[name] = node;

    /// <summary>Applies a layer with weights: values are put in when the network is built; the second layer with the same tensors shares them.</summary>
    public void SetWeighted(string output, Layer layer, Node input, params ReadOnlySpan<(string Local, Tensor Values, string Source)> parameters)
    {
        var key = "";
        foreach (var (_, _, source) in parameters) key += source + "\n";
        if (_owners.TryGetValue(key, out var owner) && owner.Kind == layer.Kind) layer = layer with { SharedWith = owner.Name };
        else
        {
            _owners[key] = layer;
            foreach (var (local, values, _) in parameters) _values[$"{layer.Name}.{local}"] = values;
        }
        _nodes[output] = Apply(layer, input);
    }

    /// <summary>Replaces a layer of the node that made a value by one with a bias.</summary>
    public void AddBias(string output, Node node, Layer withBias, Tensor bias)
    {
        withBias = withBias with { Name = _expected[node] };
        _values[$"{withBias.Name}.bias"] = bias;
        _nodes[output] = Apply(withBias, node.Inputs);
    }

    private Node MakeInput(ValueInfo input)
    {
        var type = input.Type?.TensorType;
        if (type is null || type.ElemType != 1) throw new UnsupportedOperatorException($"input '{input.Name}' of element type {type?.ElemType ?? 0}");
        var sizes = TryGiven(input.Name, out var tensor) ? [.. tensor.Shape.Select(size => (long)size)] : type.Shape?.Dim.Select(size => size.DimValue).ToArray() ?? [];
        if (sizes.Length < 1) throw new UnsupportedOperatorException($"input '{input.Name}' without a batch axis");
        if (sizes.Skip(1).Any(size => size is < 1 or > int.MaxValue)) throw new UnsupportedOperatorException($"input '{input.Name}' whose size is free beyond the batch");
        int[] shape = [.. sizes.Skip(2).Select(size => (int)size), .. sizes.Skip(1).Take(1).Select(size => (int)size)];
        return Network.Input(shape).Named(input.Name);
    }

    /// <summary>Refuses a model with an operator that is not read, before anything else is said of it.</summary>
    public static void RequireKnown(ModelData model)
    {
        foreach (var node in model.Graph?.Node ?? throw new InvalidDataException("it holds no graph")) ReaderOf(node);
    }

    private static Action<NodeReader> ReaderOf(NodeData data)
    {
        if (data.Domain == LocalFunctions.Domain && LocalFunctions.Readers.TryGetValue(data.OpType.Split('_')[0], out var function)) return function;
        if (data.Domain.Length > 0 && data.Domain != "ai.onnx") throw new UnsupportedOperatorException($"operator {data.Domain}.{data.OpType}");
        return OnnxOperators.Readers.TryGetValue(data.OpType, out var read) ? read : throw new UnsupportedOperatorException($"operator {data.OpType}");
    }

    private void Read(NodeData data)
    {
        var read = ReaderOf(data);
        var reader = new NodeReader(data, this);
        read(reader);
        reader.RequireAllRead();
    }

    private bool NamesAgree(Network network)
    {
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var pairs = new Stack<(Node Read, Node Built)>(_outputs.Zip(network.Outputs));
        while (pairs.TryPop(out var pair))
        {
            if (!seen.Add(pair.Read)) continue;
            if (_expected.TryGetValue(pair.Read, out var name) && name != pair.Built.Name) return false;
            foreach (var inputs in pair.Read.Inputs.Zip(pair.Built.Inputs)) pairs.Push(inputs);
        }
        return true;
    }

    private Network Fill(Network network)
    {
        foreach (var (name, values) in _values)
        {
            var parameter = network.Parameters[name];
            if (values.Shape.Length != parameter.Length) throw new InvalidDataException($"parameter '{name}' is {values.Shape}, the layer needs {parameter.Shape}");
            parameter.Set(values);
        }
        return _metadata is { } metadata ? network.With(ModelMetadata.ReadInfo(metadata)) : network;
    }
}
