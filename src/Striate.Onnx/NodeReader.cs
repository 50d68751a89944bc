using Striate.Layers;
using Striate.Networks;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>The workbench on which an ONNX node is read as a layer.</summary>
internal sealed partial class NodeReader(NodeData data, OnnxImport import)
{
    private readonly HashSet<string> _read = [];

    public OnnxImport Import => import;

    public string Type => data.OpType;

    public int InputCount => data.Input.Count;

    public string Output => data.Output[0];

    /// <summary>The node that the output has become.</summary>
    public Node Made => import.TryNode(Output, out var node) ? node : throw new InvalidOperationException($"{data.OpType} has not been read.");

    public bool HasInput(int index) => index < data.Input.Count && data.Input[index].Length > 0;

    /// <summary>The node that makes an input.</summary>
    public Node Input(int index)
    {
        if (!HasInput(index) || !import.TryNode(data.Input[index], out var node)) throw Unsupported($"with a constant or missing input {index}");
        return import.TypeOf(node) == ElementType.Float32 ? node : throw Unsupported($"of {import.TypeOf(node)}");
    }

    public bool IsConstant(int index) => HasInput(index) && import.TryConstant(data.Input[index], out _, out _);

    /// <summary>A constant input and its name.</summary>
    public Tensor Constant(int index, out string name)
    {
        name = "";
        if (!HasInput(index)) throw Unsupported($"without input {index}");
        if (import.TryConstant(data.Input[index], out var tensor, out name)) return tensor;
        name = data.Input[index];
        return import.TryGiven(name, out tensor) ? tensor : throw Unsupported($"whose input {index} is no constant");
    }

    /// <summary>Whether nothing reads the output with its axes of size 1.</summary>
    public bool IsOnlyFlattened => import.IsOnlyFlattened(Output);

    /// <summary>Whether the first input is a vector that still has axes of size 1 in ONNX, as global pooling leaves them.</summary>
    public bool IsPooled => HasInput(0) && import.TryValue(data.Input[0], out var value) && value.Rank > 2 && value.Order.Length == 1;

    /// <summary>A layer, with the settings that were stored for it, of the first input.</summary>
    public void Apply(Layer layer)
    {
        layer = import.Restore(layer);
        // Functions of each number by itself do not ask what the axes are.
        if (layer is ActivationLayer or Dropout)
        {
            var value = Value(0);
            if (import.TypeOf(value.Node) is not ElementType.Float32 and var type) throw Unsupported($"of {type}");
            import.SetNode(Output, import.Apply(layer, value.Node), value);
            return;
        }
        var input = Input(0);
        var node = import.Apply(layer, input);
        if (layer is GlobalAveragePooling { KeepAxes: false }) import.SetValue(Output, new OnnxValue(node, Value(0).Rank, [1], import.ExamplesOf(node)));
        else import.SetNode(Output, node);
    }

    /// <summary>A layer, with the settings that were stored for it, of several inputs.</summary>
    public void Apply(Layer layer, params IReadOnlyList<Node> inputs) => import.SetNode(Output, import.Apply(layer, inputs));

    /// <summary>A layer with the weights of input 1 and, where there is one, the bias of input 2.</summary>
    public void ApplyWeighted(Layer layer, Tensor weights, string name)
    {
        if (!HasInput(2))
        {
            import.SetWeighted(Output, layer, Input(0), ("weight", weights, name));
            return;
        }
        var bias = Constant(2, out var biasName);
        import.SetWeighted(Output, layer, Input(0), ("weight", weights, name), ("bias", bias, biasName));
    }

    public UnsupportedOperatorException Unsupported(string what) => new($"{data.OpType} {what}");

    /// <summary>The name of a second output, if something reads it.</summary>
    public string? SecondOutput => data.Output.Count > 1 && data.Output[1].Length > 0 && import.IsUsed(data.Output[1]) ? data.Output[1] : null;

    /// <summary>The name of an input.</summary>
    public string InputName(int index) => data.Input[index];

    public long Int(string name, long otherwise) => Find(name, Schema.Attribute.Types.Kind.Int)?.I ?? otherwise;

    public float Float(string name, float otherwise) => Find(name, Schema.Attribute.Types.Kind.Float)?.F ?? otherwise;

    public string Text(string name, string otherwise) => Find(name, Schema.Attribute.Types.Kind.String)?.S.ToStringUtf8() ?? otherwise;

    public int[]? Ints(string name) => Find(name, Schema.Attribute.Types.Kind.Ints) is { } attribute ? [.. attribute.Ints.Select(value => checked((int)value))] : null;

    public long[]? Longs(string name) => Find(name, Schema.Attribute.Types.Kind.Ints) is { } attribute ? [.. attribute.Ints] : null;

    /// <summary>Whether an attribute is given.</summary>
    public bool Has(string name) => Find(name) is not null;

    public float[]? Floats(string name) => Find(name, Schema.Attribute.Types.Kind.Floats) is { } attribute ? [.. attribute.Floats] : null;

    /// <summary>A member of an enumeration by its name.</summary>
    public TEnum Word<TEnum>(string name) where TEnum : struct, Enum =>
        Text(name, "") is var word && Enum.TryParse<TEnum>(word, out var value) && Enum.IsDefined(value) ? value : throw new InvalidDataException($"{data.OpType} has a word for {name} that is not known: '{word}'");

    public Tensor? TensorOf(string name) => Find(name, Schema.Attribute.Types.Kind.Tensor) is { T: { } tensor } ? TensorDataConversion.ToTensor(tensor) : null;

    /// <summary>Refuses attributes that nothing has looked at.</summary>
    public void RequireAllRead()
    {
        foreach (var attribute in data.Attribute)
            if (!_read.Contains(attribute.Name)) throw Unsupported($"with attribute '{attribute.Name}'");
    }

    /// <summary>The name for a layer: the node's in a file of our own; elsewhere its weight's without the last word, as PyTorch has it, or the node's.</summary>
    public string? Name(string? weight = null)
    {
        if (import.IsOwn && data.Name.Length > 0) return import.Unique(data.Name);
        if (weight is not null && weight.EndsWith(".weight", StringComparison.Ordinal)) return import.Unique(weight[..^".weight".Length]);
        return data.Name.Length > 0 ? import.Unique(data.Name.Trim('/').Replace('/', '.')) : null;
    }

    /// <summary>Padding of a window.</summary>
    public Padding Padding(int rank)
    {
        var pads = Ints("pads");
        switch (Text("auto_pad", "NOTSET"))
        {
            case "SAME_UPPER":
                return Layers.Padding.Same;
            case "SAME_LOWER":
                return Layers.Padding.SameLow;
            case "VALID":
                return Layers.Padding.Valid;
            case "NOTSET":
                if (pads is null) return Layers.Padding.Valid;
                if (pads.Length != 2 * rank) throw new InvalidDataException($"{data.OpType} '{data.Name}' has {pads.Length} pads for {rank} axes; {2 * rank} are needed");
                return Layers.Padding.Of(ModelMetadata.Shortest(pads[..rank]), ModelMetadata.Shortest(pads[rank..]));
            case var word:
                throw new InvalidDataException($"{data.OpType} '{data.Name}' has a word for auto_pad that is not known: '{word}'");
        }
    }

    /// <summary>What pooling does with a last, partial window.</summary>
    public Fit Fit() => Int("ceil_mode", 0) != 0 ? Layers.Fit.Ceiling : Layers.Fit.Floor;

    // Files that leave the kind out are believed.
    private Schema.Attribute? Find(string name, Schema.Attribute.Types.Kind kind) => Find(name) is not { } attribute || attribute.Type == kind || attribute.Type == Schema.Attribute.Types.Kind.Undefined
        ? Find(name)
        : throw new InvalidDataException($"{data.OpType} '{data.Name}' has attribute '{name}' of kind {attribute.Type.ToString().ToUpperInvariant()}; it must be {kind.ToString().ToUpperInvariant()}");

    private Schema.Attribute? Find(string name)
    {
        _read.Add(name);
        return data.Attribute.FirstOrDefault(attribute => attribute.Name == name);
    }
}
