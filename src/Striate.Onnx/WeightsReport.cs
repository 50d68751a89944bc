using Striate.Networks;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>What became of each tensor when weights were loaded by name.</summary>
/// <param name="Loaded">Names that were found with the right shape.</param>
/// <param name="Missing">Parameters of the network that the file does not have: they are as they were.</param>
/// <param name="Unexpected">Tensors of the file that the network does not have.</param>
/// <param name="Mismatched">Names whose shapes differ, with both: they are as they were.</param>
public sealed record WeightsReport(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Mismatched)
{
    /// <summary>Whether every parameter was loaded and nothing was left over.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Mismatched.Count == 0;

    internal static WeightsReport Load(Network network, IReadOnlyDictionary<string, Tensor> tensors, Func<string, string>? map)
    {
        var (loaded, mismatched) = (new List<string>(), new List<string>());
        var named = tensors.ToDictionary(pair => map?.Invoke(pair.Key) ?? pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var parameter in network.Parameters)
        {
            if (!named.TryGetValue(parameter.Name, out var tensor)) continue;
            if (tensor.Shape != parameter.Shape || tensor.Type != ElementType.Float32)
            {
                mismatched.Add($"{parameter.Name}: the network has {parameter.Shape}, the file {tensor}");
                continue;
            }
            parameter.Set(tensor.Floats);
            loaded.Add(parameter.Name);
        }
        var known = network.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        // PyTorch counts batches beside running statistics; nothing here depends on it.
        return new WeightsReport(loaded, [.. known.Where(name => !named.ContainsKey(name))],
            [.. named.Keys.Where(name => !known.Contains(name) && !name.EndsWith(".num_batches_tracked", StringComparison.Ordinal))], mismatched);
    }
}
