using Striate.Layers.Arrays;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>The body of a function for a layer of arrays.</summary>
internal sealed class ArrayBody
{
    private readonly FunctionBody _body;
    private readonly NodeWriter _writer;
    private string _last = "";
    private int _count;

    public ArrayBody(NodeWriter writer, ArrayLayer layer)
    {
        (_writer, Layer, _body) = (writer, layer, new FunctionBody(writer, layer.Kind));
        var inputs = writer.Node.Inputs;
        Inputs = [.. inputs.Select((input, i) => ToPlain(i == 0 ? "x" : $"x{i + 1}", input.Shape.Rank))];
    }

    public ArrayLayer Layer { get; }

    /// <summary>The inputs with axis 0 for the examples and behind it the axes as the layer has them.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The shapes of one example of each input.</summary>
    public IReadOnlyList<Shape> InputShapes => [.. _writer.Node.Inputs.Select(input => input.Shape)];

    /// <summary>The types of the inputs.</summary>
    public IReadOnlyList<ElementType> InputTypes => [.. _writer.Node.Inputs.Select(input => input.Type)];

    /// <summary>The shape of one example of the output.</summary>
    public Shape OutputShape => _writer.Node.Shape;

    /// <summary>What the output holds.</summary>
    public ElementType OutputType => _writer.Node.Type;

    /// <summary>Adds a node; the last one added gives the result, in plain order.</summary>
    /// <returns>The name of its output.</returns>
    public string Add(string type, IReadOnlyList<string> inputs, params ReadOnlySpan<Schema.Attribute> attributes)
    {
        _last = $"v{++_count}";
        _body.Add(type, inputs, _last, attributes);
        return _last;
    }

    /// <summary>Adds a node whose second output is what counts.</summary>
    public string AddSecond(string type, IReadOnlyList<string> inputs, params ReadOnlySpan<Schema.Attribute> attributes)
    {
        var first = Add(type, inputs, attributes);
        _last = $"{first}_places";
        _body.AddOutput(_last);
        return _last;
    }

    /// <summary>Whether an input has one for each example.</summary>
    public bool IsBatched(int input) => _writer.Node.Inputs[input].IsBatched;

    /// <summary>An input without the axis of the examples, for what they share.</summary>
    public string Single(int input) => Add("Squeeze", [Inputs[input], Constant($"examples{input}", [0])]);

    /// <summary>An input once for every example, if others have one for each.</summary>
    public string ForEveryExample(int input)
    {
        var other = Enumerable.Range(0, Inputs.Count).FirstOrDefault(IsBatched, -1);
        if (IsBatched(input) || other < 0) return Inputs[input];
        var count = Add("Shape", [Inputs[other]], NodeWriter.Int("start", 0), NodeWriter.Int("end", 1));
        var sizes = Add("Concat", [count, Constant($"ones{input}", [.. InputShapes[input].Select(_ => 1)])], NodeWriter.Int("axis", 0));
        return Add("Expand", [Inputs[input], sizes]);
    }

    /// <summary>Other sizes, the first for the examples.</summary>
    public string Reshape(string source, IReadOnlyList<int> sizes) => Add("Reshape", [source, Constant($"sizes{_count}", [.. sizes])]);

    /// <summary>A list of whole numbers.</summary>
    public string Constant(string name, int[] values) => _body.Constant(name, values);

    /// <summary>An array.</summary>
    public string Constant(string name, Tensor values) => _body.Constant(name, values);

    /// <summary>A number without axes, of the type of the first input.</summary>
    public string Number(string name, float value)
    {
        _body.Add("Constant", [], name, NodeWriter.Float("value_float", value));
        return name;
    }

    /// <summary>The number of a type in ONNX.</summary>
    public static int TypeNumber(ElementType type) => TensorDataConversion.TypeNumber(type);

    public void Finish()
    {
        var rank = OutputShape.Rank;
        if (rank < 2) _body.Add("Identity", [_last], "y");
        else _body.Add("Transpose", [_last], "y", NodeWriter.Ints("perm", [0, rank, .. Enumerable.Range(1, rank - 1)]));
    }

    public void Write(params ReadOnlySpan<Schema.Attribute> attributes) => _body.Write(attributes);

    private string ToPlain(string name, int rank)
    {
        if (rank < 2) return name;
        _body.Add("Transpose", [name], $"{name}_plain", NodeWriter.Ints("perm", [0, .. Enumerable.Range(2, rank - 1), 1]));
        return $"{name}_plain";
    }
}
