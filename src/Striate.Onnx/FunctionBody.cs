using Striate.Kernels.Padding;
using Striate.Onnx.Schema;

namespace Striate.Onnx;

/// <summary>The nodes of a function of a layer's input x and its parameters that gives y.</summary>
internal sealed class FunctionBody(NodeWriter writer, string kind)
{
    private readonly FunctionData _function = new() { Name = $"{kind}_{writer.Node.Name}" };

    /// <summary>ONNX's word for a mode, that of opset 19 for a ring.</summary>
    public static string Word(PaddingMode mode) => mode switch
    {
        PaddingMode.Reflect => "reflect",
        PaddingMode.Replicate => "edge",
        PaddingMode.Circular => "wrap",
        _ => "constant",
    };

    public string Constant(string name, params IEnumerable<int> values)
    {
        Add("Constant", [], name, NodeWriter.Ints("value_ints", values));
        return name;
    }

    public string Constant(string name, Tensors.Tensor values)
    {
        Add("Constant", [], name, new Schema.Attribute { Name = "value", Type = Schema.Attribute.Types.Kind.Tensor, T = TensorDataConversion.ToOnnx(values, name) });
        return name;
    }

    public void Add(string type, IReadOnlyList<string> inputs, string output, params ReadOnlySpan<Schema.Attribute> attributes)
    {
        var node = new NodeData { OpType = type, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        foreach (var attribute in attributes) node.Attribute.Add(attribute);
        _function.Node.Add(node);
    }

    /// <summary>One more output of the last node.</summary>
    public void AddOutput(string output) => _function.Node[^1].Output.Add(output);

    /// <summary>A map with its border.</summary>
    /// <returns>Its name: the source's own where there is no border.</returns>
    public string Pad(string source, IReadOnlyList<PaddingAxis> axes, PaddingMode mode, float value, string target)
    {
        if (axes.All(axis => axis.Output == axis.Input)) return source;
        if (mode == PaddingMode.Circular) return Ring(source, axes, target);
        var pads = Constant($"{target}_pads", [0, 0, .. axes.Select(axis => axis.Low), 0, 0, .. axes.Select(axis => axis.High)]);
        if (mode == PaddingMode.Constant)
        {
            var number = $"{target}_value";
            Add("Constant", [], number, NodeWriter.Float("value_float", value));
            Add("Pad", [source, pads, number], target);
        }
        else Add("Pad", [source, pads], target, NodeWriter.Text("mode", Word(mode)));
        return target;
    }

    /// <summary>Writes the function and its call.</summary>
    public void Write(params ReadOnlySpan<Schema.Attribute> attributes)
    {
        foreach (var attribute in attributes) _function.Attribute.Add(attribute.Name);
        writer.WriteFunction(_function, attributes);
    }

    // The end, the map and its beginning, axis by axis.
    private string Ring(string source, IReadOnlyList<PaddingAxis> axes, string target)
    {
        for (var i = 0; i < axes.Count; i++)
        {
            var axis = axes[i];
            if (axis.Output == axis.Input) continue;
            var (name, at) = ($"{target}_{i}", Constant($"{target}_{i}_axis", i + 2));
            var parts = new List<string>();
            if (axis.Low > 0) parts.Add(Cut(source, axis.Input - axis.Low, axis.Input, at, $"{name}_end"));
            parts.Add(source);
            if (axis.High > 0) parts.Add(Cut(source, 0, axis.High, at, $"{name}_start"));
            Add("Concat", parts, name, NodeWriter.Int("axis", i + 2));
            source = name;
        }
        return source;
    }

    private string Cut(string source, int from, int to, string axis, string target)
    {
        Add("Slice", [source, Constant($"{target}_from", from), Constant($"{target}_to", to), axis], target);
        return target;
    }
}
