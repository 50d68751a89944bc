using System.Text.Json;
using System.Text.RegularExpressions;

namespace Striate.Onnx;

/// <summary>Names of a weights file to names of a network, by rules that each rename a tensor or everything below a name.</summary>
/// <remarks>
/// A rule <c>old=new</c> meets the name <c>old</c> itself and names that begin with <c>old</c> and a dot; <c>old</c> may end with its dot. The rule with the longest <c>old</c> that meets a name
/// renames it, once. <c>module.=</c> takes a prefix away, <c>fc=classifier.1</c> makes <c>fc.weight</c> <c>classifier.1.weight</c>, <c>=backbone.</c> puts a prefix before all other names.
/// </remarks>
public sealed partial class NameMap
{
    private readonly KeyValuePair<string, string>[] _rules;

    /// <summary>A map of rules, from old names to new ones.</summary>
    /// <exception cref="ArgumentException">Two rules have the same old name.</exception>
    public NameMap(IEnumerable<KeyValuePair<string, string>> rules)
    {
        _rules = [.. rules.OrderByDescending(rule => rule.Key.Length)];
        var twice = _rules.GroupBy(rule => rule.Key).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"The map has two rules for '{twice.Key}': {string.Join(" and ", twice.Select(rule => $"'{rule.Value}'"))}.");
    }

    /// <summary>A map of rules <c>old=new</c>.</summary>
    /// <exception cref="ArgumentException">A rule has no equals sign, or two have the same old name.</exception>
    public static NameMap Parse(IEnumerable<string> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new NameMap(rules.Select(rule => rule.Split('=', 2) is [var from, var to] ? new KeyValuePair<string, string>(from, to) : throw new ArgumentException($"'{rule}' is no rule; rules look like old=new.")));
    }

    /// <summary>A map from a JSON object of texts, <c>{"old": "new", …}</c>.</summary>
    /// <exception cref="InvalidDataException">The file is missing or something else.</exception>
    public static NameMap Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new NameMap(json.RootElement.EnumerateObject().Select(item => new KeyValuePair<string, string>(item.Name, item.Value.GetString() ?? throw new InvalidOperationException($"'{item.Name}' has no text"))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is no map of names, a JSON object like {{\"old\": \"new\"}}: {exception.Message}", exception);
        }
    }

    /// <summary>The names that published weights of PyTorch have, as those of torchvision: without the <c>module.</c> of parallel training, and with those inside DenseNet's layers as they are called today (<c>norm1</c>, once <c>norm.1</c>).</summary>
    public static string Torchvision(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return OldDenseNet().Replace(name.StartsWith("module.", StringComparison.Ordinal) ? name["module.".Length..] : name, "$1$2.");
    }

    /// <summary>The new name of a tensor; its own if no rule meets it.</summary>
    public string Apply(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var (from, to) in _rules)
            if (name == from || from.Length == 0 || (name.StartsWith(from, StringComparison.Ordinal) && (from[^1] == '.' || name[from.Length] == '.'))) return to + name[from.Length..];
        return name;
    }

    [GeneratedRegex(@"(denselayer\d+\.(?:norm|conv))\.([12])\.")]
    private static partial Regex OldDenseNet();
}
