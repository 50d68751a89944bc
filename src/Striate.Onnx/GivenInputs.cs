using Striate.Onnx.Files;
using Striate.Onnx.Schema;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>Whether arrays that are given for inputs are what a model describes.</summary>
internal static class GivenInputs
{
    /// <summary>What does not fit, or null.</summary>
    public static string? Misfit(GraphData? graph, IReadOnlyDictionary<string, Tensor>? given)
    {
        if (graph is null || given is null) return null;
        var inputs = OnnxImport.DataInputs(graph).ToArray();
        foreach (var (name, tensor) in given)
        {
            var input = inputs.FirstOrDefault(input => input.Name == name);
            if (input is null) return $"The model has no input '{name}'. There are: {string.Join(", ", inputs.Select(other => other.Name))}.";
            if (input.Type?.TensorType is not { } type) continue;
            if (OnnxTypes.Read(type.ElemType) is { } element && element != tensor.Type) return $"The input '{name}' takes {element}, not {tensor.Type}.";
            if (type.Shape is not { } shape) continue;
            if (shape.Dim.Count != tensor.Shape.Rank) return $"The input '{name}' has {shape.Dim.Count} {(shape.Dim.Count == 1 ? "axis" : "axes")}, {Sizes(shape)}; the array is {tensor.Shape}.";
            // The first axis is free as a rule, whatever number a model was exported with.
            for (var axis = 1; axis < shape.Dim.Count; axis++)
                if (shape.Dim[axis].DimValue > 0 && shape.Dim[axis].DimValue != tensor.Shape[axis]) return $"The input '{name}' is {Sizes(shape)}; the array is {tensor.Shape}.";
        }
        return null;
    }

    private static string Sizes(SymbolicShape shape) =>
        shape.Dim.Count == 0 ? "a number" : string.Join('×', shape.Dim.Select(dim => dim.DimValue > 0 ? $"{dim.DimValue}" : dim.DimParam.Length > 0 ? dim.DimParam : "?"));
}
