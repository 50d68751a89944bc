using System.Globalization;
using Striate.Networks;
using Striate.Onnx.Files;
using Striate.Parameters;
using Striate.Tensors;

namespace Striate.Onnx;

/// <summary>What became of each tensor when weights were loaded by name.</summary>
/// <param name="Loaded">Parameters that were found with the right shape.</param>
/// <param name="Missing">Parameters of the network that the file does not have: they are as they were.</param>
/// <param name="Unexpected">Tensors of the file that the network does not have.</param>
/// <param name="Mismatched">Names whose shapes differ, with both: they are as they were.</param>
public sealed record WeightsReport(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Mismatched)
{
    /// <summary>What should be known of the file, a sentence each: numbers that were rounded or widened, tensors that are no floats and were left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether every parameter was loaded and nothing was left over.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Mismatched.Count == 0;

    /// <summary>The report as lines: what was counted, then every name that was not loaded.</summary>
    public override string ToString()
    {
        var lines = new List<string> { string.Create(CultureInfo.InvariantCulture, $"loaded {Loaded.Count}, missing {Missing.Count}, unexpected {Unexpected.Count}, mismatched {Mismatched.Count}") };
        lines.AddRange(Missing.Select(name => $"missing {name}"));
        lines.AddRange(Unexpected.Select(name => $"unexpected {name}"));
        lines.AddRange(Mismatched.Select(name => $"mismatched {name}"));
        lines.AddRange(Notes.Select(note => $"note: {note}"));
        return string.Join('\n', lines);
    }

    internal static WeightsReport Load(Network network, string path, Func<string, string>? map)
    {
        using var file = new SafeTensorsFile(path);
        var (loaded, unexpected, mismatched, others, taken) = (new HashSet<string>(StringComparer.Ordinal), new List<string>(), new List<string>(), new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var entry in file.Entries)
        {
            // PyTorch counts batches beside running statistics; nothing here depends on it, nor on other tensors that are no floats.
            if (entry.Type != "F32" && !entry.IsConverted)
            {
                others.Add($"'{entry.Name}' ({entry.Type})");
                continue;
            }
            var name = map?.Invoke(entry.Name) ?? entry.Name;
            if (!taken.TryAdd(name, entry.Name)) throw new InvalidDataException($"'{path}': tensors '{taken[name]}' and '{entry.Name}' are both called '{name}' by the map.");
            if (!network.Parameters.TryGet(name, out var parameter)) unexpected.Add(name);
            else if (entry.Shape != parameter!.Shape) mismatched.Add($"{name}: {Compare(parameter, entry.Shape)}");
            else
            {
                parameter.Set(file.Defer(entry));
                loaded.Add(name);
            }
        }
        return new WeightsReport([.. network.Parameters.Where(parameter => loaded.Contains(parameter.Name)).Select(parameter => parameter.Name)],
            [.. network.Parameters.Where(parameter => !taken.ContainsKey(parameter.Name)).Select(parameter => parameter.Name)], unexpected, mismatched)
        { Notes = [.. NotesOf(file, others)] };
    }

    private static string Compare(Parameter parameter, Shape there)
    {
        var text = $"the network has {Count(parameter.Shape)}, the file {Count(there)}";
        return there.Rank == parameter.Shape.Rank && there.Reverse().SequenceEqual(parameter.Shape) ? $"{text}; with its axes in reverse order it would fit" : text;
    }

    private static string Count(Shape shape) => shape.Rank < 2 ? $"{shape}" : string.Create(CultureInfo.InvariantCulture, $"{shape} = {shape.Length}");

    private static IEnumerable<string> NotesOf(SafeTensorsFile file, List<string> others)
    {
        foreach (var group in file.Entries.Where(entry => entry.IsConverted).GroupBy(entry => entry.Type).OrderBy(group => group.Key, StringComparer.Ordinal))
            yield return $"{(group.Count() == 1 ? $"Tensor '{group.First().Name}' is" : $"{group.Count()} tensors ('{group.First().Name}', …) are")} {group.Key}, {(group.Key == "F64" ? "narrowed" : "widened")} to float32.";
        if (others.Count > 0) yield return $"{(others.Count == 1 ? "A tensor that is no float was" : $"{others.Count} tensors that are no floats were")} left out: {string.Join(", ", others.Take(6))}{(others.Count > 6 ? ", …" : "")}.";
    }
}
