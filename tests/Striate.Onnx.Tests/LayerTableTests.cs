using System.Text;
using Striate.Layers;

namespace Striate.Onnx.Tests;

/// <summary>The table of docs/onnx.md: what every layer becomes. It is written from exported networks; STRIATE_REGENERATE=1 rewrites it.</summary>
public class LayerTableTests
{
    private const string Head = "| layer | in ONNX |\n|---|---|\n";

    [Fact]
    public void TheDocumentShowsWhatIsWritten()
    {
        var path = Path.Combine(Root(), "docs", "onnx.md");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var start = text.IndexOf(Head, StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        var table = Table();
        if (Environment.GetEnvironmentVariable("STRIATE_REGENERATE") == "1") File.WriteAllText(path, text[..start] + table + text[end..]);
        else Assert.Equal(table, text[start..end]);
    }

    [Fact]
    public void EveryLayerIsAmongTheNetworks() => Assert.Equal([], typeof(Layer).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract).Select(type => type.Name).Except(Forms([]).Keys).Order());

    private static string Table()
    {
        var functions = new Dictionary<string, HashSet<string>>();
        var table = new StringBuilder(Head);
        var forms = Forms(functions);
        foreach (var (layer, words) in forms)
            table.Append($"| `{layer}` | {string.Join("; ", words.Select(word => functions.TryGetValue(word, out var operators) ? $"`{word}` ({string.Join(", ", operators.Order(StringComparer.Ordinal))})" : word))} |\n");
        return table.ToString();
    }

    // The operators of each layer, a word for each of its forms; and of what operators functions are made.
    private static SortedDictionary<string, SortedSet<string>> Forms(Dictionary<string, HashSet<string>> functions)
    {
        var all = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var build in LayerNetworks.All.Values)
        {
            var network = build();
            var model = OnnxExport.Write(network);
            foreach (var function in model.Functions)
            {
                if (!functions.TryGetValue(Word(function.Domain, function.Name), out var operators)) functions[Word(function.Domain, function.Name)] = operators = [];
                operators.UnionWith(function.Node.Select(node => node.OpType).Where(type => type != "Constant"));
            }
            var nodes = network.Nodes.Where(node => node.Layer is not null).ToArray();
            var written = model.Graph.Node.ToLookup(data => nodes.Where(node => data.Name == node.Name || data.Name.StartsWith(node.Name + ".", StringComparison.Ordinal)).MaxBy(node => node.Name.Length));
            foreach (var node in nodes)
            {
                if (!all.TryGetValue(node.Layer!.Kind, out var forms)) all[node.Layer.Kind] = forms = new SortedSet<string>(StringComparer.Ordinal);
                forms.Add(string.Join(", ", written[node].Select(data => Word(data.Domain, data.OpType))));
            }
        }
        return all;
    }

    private static string Word(string domain, string type) => domain == LocalFunctions.Domain ? $"{domain}.{type.Split('_')[0]}" : type;

    internal static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Striate.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
