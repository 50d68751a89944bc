using Striate.Layers.Arrays;
using Striate.Onnx.Schema;

namespace Striate.Onnx;

/// <summary>Which operators are read, and by whom.</summary>
internal sealed partial class OnnxImport
{
    /// <summary>Refuses a model with an operator that is not read, before anything else is said of it.</summary>
    public static void RequireKnown(ModelData model)
    {
        if (model.Graph is null) throw new InvalidDataException("it holds no graph");
        string[] unknown = [.. FunctionInlining.Nodes(model).Where(node => FindReader(node) is null).Select(NameOf).Distinct()];
        if (unknown.Length > 0) throw new UnsupportedOperatorException(unknown.Length == 1 ? $"operator {unknown[0]}" : $"operators {string.Join(", ", unknown[..^1])} and {unknown[^1]}");
    }

    /// <summary>Whether a node is a function of ours that stands for a layer.</summary>
    public static bool IsLayer(NodeData data) => data.Domain == LocalFunctions.Domain && (LocalFunctions.Readers.ContainsKey(Word(data)) || ArrayFunctions.IsRead(Word(data)));

    private static string Word(NodeData data) => data.OpType.Split('_')[0];

    private static string NameOf(NodeData data) => data.Domain.Length > 0 && data.Domain != "ai.onnx" ? $"{data.Domain}.{data.OpType}" : data.OpType;

    private static Action<NodeReader>? FindReader(NodeData data) => IsLayer(data) ? LocalFunctions.Readers.GetValueOrDefault(Word(data), ArrayFunctions.Read)
        : data.Domain.Length > 0 && data.Domain != "ai.onnx" ? null : OnnxOperators.TryReader(data.OpType, out var read) ? read : null;

    private void Read(NodeData data)
    {
        var read = FindReader(data) ?? throw new UnsupportedOperatorException($"operator {NameOf(data)}");
        var reader = new NodeReader(data, this);
        read(reader);
        reader.RequireAllRead();
        // What depends on constants alone is one; a layer of ours stays.
        if (IsLayer(data) || !data.Input.All(name => name.Length == 0 || _constants.ContainsKey(name))) return;
        foreach (var name in data.Output.Where(name => _made.ContainsKey(name) && !_constants.ContainsKey(name)).ToArray())
        {
            // What is the same for however many examples there are is no one array.
            if (_made[name].Examples == OnnxValue.Free) continue;
            var value = Arrange(_made[name].IsBatched ? Whole(_made[name], data.OpType) : _made[name]);
            _made.Remove(name);
            _constants[name] = (value.Node.Layer is ConstantArray known ? known.Values : Evaluate(value.Node), name);
        }
    }
}
