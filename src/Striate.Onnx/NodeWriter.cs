using Google.Protobuf;
using Striate.Layers;
using Striate.Networks;
using Striate.Onnx.Schema;

using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>The workbench on which a layer is written as ONNX nodes.</summary>
internal sealed class NodeWriter(ModelData model, Node node, IReadOnlyList<string> inputs, string output)
{
    public Node Node => node;

    public IReadOnlyList<string> Inputs => inputs;

    public string Output => output;

    /// <summary>The names of the node's parameters, bias missing if there is none.</summary>
    public IEnumerable<string> Parameters => node.Parameters.Select(parameter => parameter.Name);

    public void Write(string type, params ReadOnlySpan<Schema.Attribute> attributes) => Write(type, [.. inputs, .. Parameters], output, node.Name, attributes);

    public void Write(string type, IEnumerable<string> from, string to, string name, params ReadOnlySpan<Schema.Attribute> attributes)
    {
        var data = new NodeData { OpType = type, Name = name };
        data.Input.AddRange(from);
        data.Output.Add(to);
        foreach (var attribute in attributes) data.Attribute.Add(attribute);
        model.Graph.Node.Add(data);
    }

    /// <summary>Writes a call of a function of x (x2, … where there are more inputs) and the node's parameters that gives y, and the function with the first of its calls.</summary>
    public void WriteFunction(FunctionData function, params ReadOnlySpan<Schema.Attribute> attributes)
    {
        WriteOwn(function.Name, attributes);
        if (model.Functions.Any(other => other.Name == function.Name)) return;
        function.Domain = LocalFunctions.Domain;
        function.Input.AddRange(inputs.Select((_, i) => i == 0 ? "x" : $"x{i + 1}"));
        function.Input.AddRange(node.Parameters.Select(parameter => parameter.Spec.Name));
        function.Output.Add("y");
        function.OpsetImport.Add(model.OpsetImport[0]);
        model.Functions.Add(function);
    }

    /// <summary>Writes a node of our own domain.</summary>
    public void WriteOwn(string type, params ReadOnlySpan<Schema.Attribute> attributes)
    {
        Write(type, attributes);
        model.Graph.Node[^1].Domain = LocalFunctions.Domain;
        if (model.OpsetImport.All(set => set.Domain != LocalFunctions.Domain)) model.OpsetImport.Add(new OperatorSet { Domain = LocalFunctions.Domain, Version = 1 });
    }

    public string Constant(string name, Tensor tensor)
    {
        model.Graph.Initializer.Add(TensorDataConversion.ToOnnx(tensor, name));
        return name;
    }

    public static Schema.Attribute Ints(string name, params IEnumerable<int> values)
    {
        var attribute = new Schema.Attribute { Name = name, Type = Schema.Attribute.Types.Kind.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }

    public static Schema.Attribute Floats(string name, IEnumerable<float> values)
    {
        var attribute = new Schema.Attribute { Name = name, Type = Schema.Attribute.Types.Kind.Floats };
        attribute.Floats.AddRange(values);
        return attribute;
    }

    public static Schema.Attribute Int(string name, long value) => new() { Name = name, Type = Schema.Attribute.Types.Kind.Int, I = value };

    public static Schema.Attribute Float(string name, float value) => new() { Name = name, Type = Schema.Attribute.Types.Kind.Float, F = value };

    public static Schema.Attribute Text(string name, string value) => new() { Name = name, Type = Schema.Attribute.Types.Kind.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>An attribute inside a function that has the value of the call's attribute of that name, or of another.</summary>
    public static Schema.Attribute Given(string name, Schema.Attribute.Types.Kind kind, string? source = null) => new() { Name = name, Type = kind, RefAttrName = source ?? name };

    /// <summary>kernel_shape, strides and pads of a window layer, with padding resolved for the network's own input size.</summary>
    public Schema.Attribute[] Window(WindowLayer layer, bool dilations)
    {
        var windows = layer.Windows(node.LayerInputs);
        Schema.Attribute[] all =
        [
            Ints("kernel_shape", windows.Select(axis => axis.Kernel)),
            Ints("strides", windows.Select(axis => axis.Stride)),
            layer is not TransposedConvolution && layer.Padding is Padding.SameSize same ? Text("auto_pad", same.IsLow ? "SAME_LOWER" : "SAME_UPPER") : Ints("pads", [.. windows.Select(axis => axis.PaddingLow), .. windows.Select(axis => axis.PaddingHigh)]),
        ];
        return dilations ? [.. all, Ints("dilations", windows.Select(axis => axis.Dilation))] : all;
    }

    /// <summary>What <see cref="Window"/> says, and what becomes of a last, partial window.</summary>
    public Schema.Attribute[] Pooling(PoolingLayer layer, bool dilations) =>
        layer.Fit == Fit.Ceiling ? [.. Window(layer, dilations), Int("ceil_mode", 1)] : Window(layer, dilations);
}
