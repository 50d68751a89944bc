using Striate.Networks;
using Striate.Plans;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>A model that was read: its network, and how the axes of inputs and outputs stand in the file.</summary>
/// <remarks>Networks are channels-last; <see cref="Run"/> takes and gives arrays as the file has them.</remarks>
public sealed class ImportedModel
{
    private readonly IReadOnlyList<(string Name, OnnxValue Value)> _inputs;
    private readonly IReadOnlyList<(string Name, OnnxValue Value)> _outputs;

    internal ImportedModel(Network network, IReadOnlyList<(string Name, OnnxValue Value)> inputs, IReadOnlyList<(string Name, OnnxValue Value)> outputs)
    {
        (Network, _inputs, _outputs) = (network, inputs, outputs);
    }

    /// <summary>The network, channels-last.</summary>
    public Network Network { get; }

    internal ImportedModel With(ModelInfo info) => new(Network.With(info), _inputs, _outputs);

    /// <summary>The names of the inputs that the network reads.</summary>
    public IReadOnlyList<string> InputNames => [.. _inputs.Select(input => input.Name)];

    /// <summary>The names of the outputs.</summary>
    public IReadOnlyList<string> OutputNames => [.. _outputs.Select(output => output.Name)];

    /// <summary>Computes the outputs from arrays as the file describes them, channels first.</summary>
    /// <param name="inputs">An array for each input by name; others are not looked at.</param>
    /// <returns>An array for each output by name.</returns>
    /// <exception cref="ArgumentException">An input is missing or of another shape or type.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, value) in _inputs)
        {
            if (!inputs.TryGetValue(name, out var tensor)) throw new ArgumentException($"The input '{name}' is missing; given: {string.Join(", ", inputs.Keys)}.");
            tensors[name] = FromFile(name, tensor, value);
        }
        var results = Network.Run(tensors);
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < _outputs.Count; i++) outputs[_outputs[i].Name] = ToFile(results[Network.Outputs[i].Name], _outputs[i].Value);
        return outputs;
    }

    private static Tensor FromFile(string name, Tensor tensor, OnnxValue value)
    {
        if (tensor.Shape.Rank != value.Rank) throw new ArgumentException($"The input '{name}' has {value.Rank} axes; the array is {tensor.Shape}.");
        if (!value.IsBatched) return tensor.Reshape([1, .. tensor.Shape]);
        return value.IsPlain ? tensor : tensor.Transpose([0, .. value.Order]);
    }

    // What the network leaves out are axes of size 1; a result's first axis are the examples or one that stands for all.
    private static Tensor ToFile(Tensor tensor, OnnxValue value)
    {
        int[] order = [0, .. value.Order.Select(axis => axis + (value.IsBatched ? 0 : 1))];
        int[] sorted = [.. order.Order()];
        var plain = order.SequenceEqual(sorted) ? tensor : tensor.Transpose([.. sorted.Select(axis => Array.IndexOf(order, axis))]);
        var sizes = new int[value.Rank + (value.IsBatched ? 0 : 1)];
        Array.Fill(sizes, 1);
        for (var i = 0; i < sorted.Length; i++) sizes[sorted[i]] = plain.Shape[i];
        return plain.Reshape(value.IsBatched ? sizes : sizes[1..]);
    }
}
