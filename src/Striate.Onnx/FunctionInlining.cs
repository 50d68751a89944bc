using Striate.Onnx.Schema;

namespace Striate.Onnx;

/// <summary>Calls of a model's own functions become the nodes of their bodies; functions of ours that stand for a layer stay calls.</summary>
internal static class FunctionInlining
{
    // Functions may call functions; more than this is a circle.
    private const int MostDepth = 32;

    public static IReadOnlyList<NodeData> Nodes(ModelData model)
    {
        if (model.Functions.Count == 0) return model.Graph.Node;
        var functions = new Dictionary<(string, string), FunctionData>();
        foreach (var function in model.Functions) functions[(function.Domain, function.Name)] = function;
        var nodes = new List<NodeData>();
        var calls = 0;
        foreach (var node in model.Graph.Node) Add(node, 0);
        return nodes;

        void Add(NodeData node, int depth)
        {
            if (OnnxImport.IsLayer(node) || !functions.TryGetValue((node.Domain, node.OpType), out var function))
            {
                nodes.Add(node);
                return;
            }
            if (depth >= MostDepth) throw new InvalidDataException($"function {node.Domain}.{node.OpType} calls itself, or functions call each other more than {MostDepth} deep");
            var call = ++calls;
            var names = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
            for (var i = 0; i < function.Input.Count; i++) names[function.Input[i]] = i < node.Input.Count ? node.Input[i] : "";
            for (var i = 0; i < function.Output.Count; i++) names[function.Output[i]] = i < node.Output.Count ? node.Output[i] : "";
            foreach (var inner in function.Node) Add(Call(inner, node, names, call), depth + 1);
        }
    }

    // A node of a body, with the values and attributes of the call.
    private static NodeData Call(NodeData inner, NodeData call, Dictionary<string, string> names, int number)
    {
        string Name(string name) => names.TryGetValue(name, out var known) && (known.Length > 0 || name.Length == 0) ? known : names.ContainsKey(name) ? "" : names[name] = $"{call.OpType}_{number}/{name}";
        var copy = new NodeData { OpType = inner.OpType, Domain = inner.Domain, Name = inner.Name.Length > 0 && call.Name.Length > 0 ? $"{call.Name}/{inner.Name}" : call.Name };
        copy.Input.AddRange(inner.Input.Select(Name));
        copy.Output.AddRange(inner.Output.Select(name => Name(name) is { Length: > 0 } known ? known : name.Length > 0 ? $"{call.OpType}_{number}/{name}" : ""));
        foreach (var attribute in inner.Attribute)
        {
            if (attribute.RefAttrName.Length == 0)
            {
                copy.Attribute.Add(attribute);
                continue;
            }
            if (call.Attribute.FirstOrDefault(given => given.Name == attribute.RefAttrName) is not { } value) continue;
            var filled = value.Clone();
            filled.Name = attribute.Name;
            copy.Attribute.Add(filled);
        }
        return copy;
    }
}
