using Striate.Networks;
using Striate.Onnx.Files;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Inputs: what their axes are, and how many places they have.</summary>
internal sealed partial class OnnxImport
{
    // The height and width that pictures of any size are taken to have.
    private const int NominalSize = 224;

    private readonly List<string> _notes = [];

    // Operators whose first axis holds examples: with one of them in the graph, inputs are batches.
    private static readonly HashSet<string> MapOperators = new(StringComparer.Ordinal)
    {
        "Conv", "ConvTranspose", "DeformConv", "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "BatchNormalization", "InstanceNormalization", "GroupNormalization",
        "LRN", "Gemm", "MatMul", "Resize", "Upsample", "DepthToSpace", "SpaceToDepth",
    };

    private static bool ReadsMaps(ModelData model, IReadOnlyDictionary<string, Tensor> given)
    {
        var nodes = model.Graph?.Node ?? throw new InvalidDataException("it holds no graph");
        if (model.MetadataProps.Any(entry => entry.Key == ModelMetadata.Key)) return true;
        var inputs = DataInputs(model.Graph).ToArray();
        var shapes = inputs.Select(input => given.TryGetValue(input.Name, out var tensor) ? [.. tensor.Shape.Select(size => (long)size)] : input.Type?.TensorType?.Shape?.Dim.Select(size => size.DimValue > 0 ? size.DimValue : -1).ToArray() ?? []).ToArray();
        if (nodes.Any(node => MapOperators.Contains(node.OpType) || node.Domain.Length > 0)) return shapes.Any(shape => shape.Length > 1);
        // Functions of each number by itself: batches, if all inputs may be.
        return shapes.Length > 0 && inputs.All(input => input.Type?.TensorType?.ElemType == 1) && shapes.All(shape => shape.Length > 1 && shape[0] == shapes[0][0] && !shape.Skip(1).Contains(0));
    }

    private OnnxValue MakeInput(ValueInfo input)
    {
        var type = input.Type?.TensorType ?? throw new UnsupportedOperatorException($"input '{input.Name}' that is no tensor");
        var element = OnnxTypes.Read(type.ElemType) is { } known && OnnxTypes.Of(known) == type.ElemType ? known : throw new UnsupportedOperatorException($"input '{input.Name}' of {OnnxTypes.Name(type.ElemType)}");
        var sizes = Declared(input);
        var rank = sizes.Length;
        if (_isWhole)
        {
            Assume(input.Name, sizes, 0, 1);
            RequireKnown(input.Name, sizes, 0);
            return new OnnxValue(Network.Input(element, [.. sizes.Select(size => (int)size)]).Named(input.Name), rank, OnnxValue.PlainOrder(rank, isBatched: false), OnnxValue.Shared);
        }
        if (rank < 1) throw new NeedsExamplesException($"input '{input.Name}' has no batch axis");
        RequireKnown(input.Name, sizes, 1);
        int[] shape = [.. sizes.Skip(2).Select(size => (int)size), .. sizes.Skip(1).Take(1).Select(size => (int)size)];
        return new OnnxValue(Network.Input(element, shape).Named(input.Name), rank, OnnxValue.MapOrder(rank), OnnxValue.Free);
    }

    // A name stands for one value: which of two was meant, nobody knows.
    private static void RequireDistinct(GraphData graph, IReadOnlyList<NodeData> nodes)
    {
        foreach (var names in new[] { graph.Initializer.Select(tensor => tensor.Name), nodes.SelectMany(node => node.Output).Concat(DataInputs(graph).Select(input => input.Name)) })
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var name in names)
                if (name.Length > 0 && !seen.Add(name)) throw new InvalidDataException($"the value '{name}' is made twice");
        }
        if (nodes.FirstOrDefault(node => node.Output.Count == 0) is { } mute) throw new InvalidDataException($"{mute.OpType} '{mute.Name}' has no output");
    }

    // Pictures of any size are taken to be of a usual one, which runs may change as far as the layers allow.
    private void RequireKnown(string name, long[] sizes, int first)
    {
        if (sizes.Length == 4 && sizes[2] < 0 && sizes[3] < 0) Assume(name, sizes, 2, NominalSize, 3);
        if (sizes.Skip(first).Any(size => size is < 0 or > int.MaxValue)) throw new UnsupportedOperatorException($"input '{name}' whose size is free {(first > 0 ? "beyond the batch" : "")}".TrimEnd());
    }

    private void Assume(string name, long[] sizes, int axis, int size, int? also = null)
    {
        if (sizes.Length <= axis || sizes[axis] >= 0) return;
        sizes[axis] = size;
        if (also is { } other) sizes[other] = size;
        var note = also is null ? $"input '{name}' leaves its first axis free: {size} was taken" : $"input '{name}' leaves the size of its pictures free: {size}×{size} was taken";
        if (!_notes.Contains(note)) _notes.Add(note);
    }

    // Inputs of different first axes hold no examples of one batch.
    private void RequireSameExamples()
    {
        long[] counts = [.. _inputs.Keys.Where(_made.ContainsKey).Select(name => Declared(_inputs[name])).Where(sizes => sizes.Length > 0 && sizes[0] > 0).Select(sizes => sizes[0]).Distinct()];
        if (counts.Length > 1) throw new NeedsExamplesException($"inputs have {string.Join(" and ", counts)} examples");
    }

    // The sizes of an input as the model has them, or as they are given; −1 where they are free.
    private long[] Declared(ValueInfo input) =>
        _given.TryGetValue(input.Name, out var tensor) ? [.. tensor.Shape.Select(size => (long)size)] : input.Type?.TensorType?.Shape?.Dim.Select(size => size.DimValue > 0 ? size.DimValue : -1).ToArray() ?? [];
}
