using System.Text.Json;
using Striate.Layers;
using Striate.Layers.Arrays;
using Striate.Networks;
using Striate.Onnx.Schema;
using Striate.Plans;

using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>From an ONNX model to a network: constants are folded, channels-first shapes become channels-last ones, each operator a layer.</summary>
internal sealed partial class OnnxImport
{
    private readonly Dictionary<string, OnnxValue> _made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Tensor Tensor, string Name)> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Layer> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _numbered = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, string> _expected = new(ReferenceEqualityComparer.Instance);
    private readonly JsonElement? _metadata;
    private readonly ILookup<string, NodeData?> _readers;
    private readonly bool _isWhole;
    private readonly long _initializerBytes;
    private long _foldedBytes;
    private readonly Dictionary<string, ValueInfo> _inputs = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, Tensor> _given;

    private OnnxImport(ModelData model, IReadOnlyDictionary<string, Tensor> given, bool numbered, bool isWhole)
    {
        (_given, _isWhole) = (given, isWhole);
        Opset = model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 1;
        var stored = model.MetadataProps.FirstOrDefault(entry => entry.Key == ModelMetadata.Key)?.Value;
        if (stored is not null) _metadata = JsonDocument.Parse(stored).RootElement;
        if (numbered && _metadata is { } root) _numbered.UnionWith(ModelMetadata.ReadNumbered(root));
        var graph = model.Graph ?? throw new InvalidDataException("it holds no graph");
        var nodes = FunctionInlining.Nodes(model);
        foreach (var name in nodes.SelectMany(node => node.Input).Concat(graph.Output.Select(output => output.Name))) _uses[name] = _uses.GetValueOrDefault(name) + 1;
        foreach (var initializer in graph.Initializer) _constants[initializer.Name] = (TensorDataConversion.ToTensor(initializer), initializer.Name);
        _initializerBytes = _constants.Values.Sum(constant => (long)constant.Tensor.Shape.Length * constant.Tensor.Type.Size());
        // What leaves the graph has a reader that is no node.
        var reads = nodes.SelectMany(node => node.Input.Select(name => (Name: name, Reader: (NodeData?)node)));
        _readers = reads.Concat(graph.Output.Select(output => (output.Name, Reader: (NodeData?)null))).ToLookup(pair => pair.Name, pair => pair.Reader, StringComparer.Ordinal);
        foreach (var input in DataInputs(graph)) _inputs[input.Name] = input;
        RequireDistinct(graph, nodes);
        foreach (var node in nodes) Read(node);
        Outputs = [.. graph.Output.Select(output => (output.Name, Value(output.Name) ?? throw new InvalidDataException($"output '{output.Name}' is made by no node")))];
    }

    /// <summary>The outputs by name.</summary>
    public IReadOnlyList<(string Name, OnnxValue Value)> Outputs { get; }

    /// <summary>What stands for the number of examples in arithmetic with shapes while it is free: a prime that no size comes near, so that its multiples are known.</summary>
    public const long Examples = 1_000_000_007;

    /// <summary>Whether the file was written here: its nodes are called as its layers.</summary>
    public bool IsOwn => _metadata is not null;

    /// <summary>The version of ONNX's own operators.</summary>
    public long Opset { get; }

    /// <summary>The inputs that are no initializers; before IR 4 those are listed too.</summary>
    public static IEnumerable<ValueInfo> DataInputs(GraphData graph)
    {
        var initializers = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return graph.Input.Where(input => !initializers.Contains(input.Name));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="given">Values of inputs: they serve where a constant is needed, and tell sizes that the model leaves free.</param>
    public static ImportedModel Read(ModelData model, IReadOnlyDictionary<string, Tensor>? given = null)
    {
        given ??= new Dictionary<string, Tensor>();
        RequireKnown(model);
        if (!ReadsMaps(model, given)) return Read(model, given, isWhole: true);
        try
        {
            return Read(model, given, isWhole: false);
        }
        catch (Exception exception) when (exception is NeedsExamplesException or UnsupportedOperatorException or ShapeException)
        {
            try
            {
                return Read(model, given, isWhole: true);
            }
            catch (Exception) when (exception is not NeedsExamplesException)
            {
                // The first reading is the one that most models are meant for: its words say more.
            }
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
            throw;
        }
    }

    private static ImportedModel Read(ModelData model, IReadOnlyDictionary<string, Tensor> given, bool isWhole)
    {
        var import = new OnnxImport(model, given, numbered: true, isWhole);
        var network = Network.Of([.. import.Outputs.Select(output => output.Value.Node)]);
        // Numbers that come out otherwise mean that someone changed the graph: then every layer is given its name.
        if (!import.NamesAgree(network))
        {
            import = new OnnxImport(model, given, numbered: false, isWhole);
            network = Network.Of([.. import.Outputs.Select(output => output.Value.Node)]);
        }
        if (!isWhole) import.RequireSameExamples();
        return new ImportedModel(import.Fill(network), [.. network.Inputs.Select(input => (input.Name, import._made[input.Name]))], import.Outputs);
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

    /// <summary>Whether the model says that it takes one example at a time: a first size of 1 is then that of the examples, however many a run is given.</summary>
    public bool IsOfOneExample => _inputs.Values.All(input => input.Type?.TensorType?.Shape?.Dim is [{ DimValue: 1 }, ..]);

    /// <summary>Whether a value is nothing but weights of layers.</summary>
    public bool IsOnlyWeights(string name) => _readers[name].All(reader => reader is { OpType: "Conv" or "ConvTranspose" or "Gemm" or "MatMul" or "BatchNormalization" } && reader.Input[0] != name);

    public bool IsOnlyReadBy(string name, string type) => _readers[name].All(reader => reader?.OpType == type);

    /// <summary>Notes that a value holds the places of the maximum that made another.</summary>
    public void MarkPlaces(string name, string pooled) => _places[name] = pooled;

    /// <summary>The node of the pooling whose places a value holds.</summary>
    public bool TryPlaces(string name, out Node pooled)
    {
        pooled = null!;
        return _places.TryGetValue(name, out var output) && TryNode(output, out pooled);
    }

    /// <summary>Whether a value is made by a node, and that node as one of maps or vectors.</summary>
    public bool TryNode(string name, out Node node)
    {
        node = null!;
        if (!TryValue(name, out var value)) return false;
        node = value.Order.Length == 1 && value.Order[0] == 1 && value.IsBatched ? value.Node : Map(value).Node;
        return true;
    }

    // Inputs become nodes when something asks for them, so that what is said of a model is what matters.
    public bool TryValue(string name, out OnnxValue value)
    {
        if (!_made.TryGetValue(name, out value!) && _inputs.TryGetValue(name, out var input)) _made[name] = value = MakeInput(input);
        return value is not null;
    }

    /// <summary>A value, or a constant as one; null if nothing makes it.</summary>
    public OnnxValue? Value(string name, bool countsExamples = false)
    {
        if (TryValue(name, out var value)) return value;
        if (!_constants.TryGetValue(name, out var constant)) return null;
        if (!countsExamples && IsOfExamples(constant.Tensor)) throw new NeedsExamplesException($"'{name}' counts the examples");
        return new OnnxValue(Make(new ConstantArray(constant.Tensor)), constant.Tensor.Shape.Rank, OnnxValue.PlainOrder(constant.Tensor.Shape.Rank, isBatched: false), OnnxValue.Shared);
    }

    // Shapes are whole numbers; what was made of the number of examples is far beyond any size.
    private static bool IsOfExamples(Tensor tensor)
    {
        if (tensor.Type == ElementType.Int64)
            foreach (var number in tensor.AsSpan<long>()) if (Math.Abs(number) is >= Examples / 2 and < long.MaxValue / 2) return true;
        return false;
    }

    /// <summary>The numbers of an input that were given, or of what is computed from such inputs alone.</summary>
    public bool TryGiven(string name, out Tensor tensor)
    {
        if (_given.TryGetValue(name, out tensor!)) return true;
        if (!_isWhole || _given.Count == 0 || !TryValue(name, out var value)) return false;
        var network = Network.Of(Arrange(value).Node);
        if (!network.Inputs.All(input => _given.ContainsKey(input.Name))) return false;
        var result = network.Run(network.Inputs.ToDictionary(input => input.Name, input => _given[input.Name].Reshape([1, .. _given[input.Name].Shape]))).Values.Single();
        tensor = result.Reshape([.. result.Shape.Skip(1)]);
        return true;
    }

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

    /// <summary>A value of maps or vectors, or of the same axes as another.</summary>
    public void SetNode(string name, Node node, OnnxValue? like = null)
    {
        var (shape, _, examples) = Describe(node);
        _made[name] = like is not null && like.Order.Length == shape.Rank
            ? like with { Node = node, Examples = examples }
            : new OnnxValue(node, shape.Rank + 1, OnnxValue.MapOrder(shape.Rank + 1), examples);
    }

    /// <summary>The node that a value has become.</summary>
    public Node Made(string name) => _made[name].Node;

    public void SetValue(string name, OnnxValue value) => _made[name] = value;

    /// <summary>Applies a layer with weights: values are put in when the network is built; the second layer with the same tensors shares them.</summary>
    public void SetWeighted(string output, Layer layer, Node input, params ReadOnlySpan<(string Local, Tensor Values, string Source)> parameters) => SetNode(output, Weighted(layer, input, parameters));

    /// <summary>A node of a layer with weights.</summary>
    public Node Weighted(Layer layer, Node input, params ReadOnlySpan<(string Local, Tensor Values, string Source)> parameters)
    {
        var key = "";
        foreach (var (_, _, source) in parameters) key += source + "\n";
        if (_owners.TryGetValue(key, out var owner) && owner.Kind == layer.Kind) layer = layer with { SharedWith = owner.Name };
        else
        {
            _owners[key] = layer;
            foreach (var (local, values, _) in parameters) _values[$"{layer.Name}.{local}"] = values;
        }
        return Apply(layer, input);
    }

    /// <summary>Replaces a layer of the node that made a value by one with a bias.</summary>
    public void AddBias(string output, Node node, Layer withBias, Tensor bias)
    {
        withBias = withBias with { Name = _expected[node] };
        _values[$"{withBias.Name}.bias"] = bias;
        SetNode(output, Apply(withBias, node.Inputs));
    }

    private bool NamesAgree(Network network)
    {
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var pairs = new Stack<(Node Read, Node Built)>(Outputs.Select(output => output.Value.Node).Zip(network.Outputs));
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
        if (_metadata is { } metadata) network = network.With(ModelMetadata.ReadInfo(metadata));
        return _notes.Count == 0 ? network : network.With(network.Info with { Notes = [.. network.Info.Notes, .. _notes] });
    }
}
