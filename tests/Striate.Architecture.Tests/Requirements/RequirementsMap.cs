using System.Globalization;
using System.Text;

namespace Striate.Architecture.Tests.Requirements;

/// <summary>docs/requirements-map.md: every row of the requirements, the tests that show it, the command that answers it and the page that explains it.</summary>
internal static class RequirementsMap
{
    /// <summary>The page as it should be.</summary>
    public static string Write()
    {
        var covered = CoveredRows.Read(Repository.Sources("tests").Select(File.ReadAllText));
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Striate.Architecture.Tests", "Requirements", "rows.tsv"));
        var rows = lines.Where(line => !line.StartsWith('#')).Select(Row.Parse).ToArray();
        if (covered.Keys.Except(rows.Select(row => row.Number)).ToArray() is { Length: > 0 } unknown) throw new InvalidDataException($"There is no row {unknown[0]} in the requirements.");
        var page = new StringBuilder();
        page.Append("# Requirements\n\n");
        page.Append("What the lectures ask for, row by row, with the tests that name the row. Written from the tests' sources; `STRIATE_REGENERATE=1 dotnet test -c Release tests/Striate.Architecture.Tests --filter Requirements` writes it anew.\n\n");
        var asked = rows.Where(row => row.Kind == "test").ToArray();
        page.Append(CultureInfo.InvariantCulture, $"Of {rows.Length} rows {asked.Length} ask for a test, and {asked.Count(row => covered.ContainsKey(row.Number))} have one. ");
        page.Append("The others are notes for these pages, or experiments and demonstrations that come later.\n\n");
        Append(page, "missing", asked.Where(row => !covered.ContainsKey(row.Number)));
        Append(page, "later", rows.Where(row => row.Kind == "later" && !covered.ContainsKey(row.Number)));
        Append(page, "note", rows.Where(row => row.Kind == "note"));
        foreach (var line in lines)
        {
            if (line.StartsWith("# section ", StringComparison.Ordinal)) page.Append(CultureInfo.InvariantCulture, $"\n## {line["# section ".Length..]}\n\n| row | what | tests | command | page |\n|--:|---|---|---|---|\n");
            else page.Append(Line(Row.Parse(line), covered));
        }
        return page.ToString();
    }

    private static void Append(StringBuilder page, string group, IEnumerable<Row> rows)
    {
        var list = string.Join(", ", rows.Select(row => row.Number));
        page.Append(CultureInfo.InvariantCulture, $"- {group}: {(list.Length == 0 ? "none" : list)}\n");
    }

    private static string Line(Row row, SortedDictionary<int, SortedSet<string>> covered)
    {
        var tests = covered.TryGetValue(row.Number, out var names) ? string.Join(", ", names.Select(name => $"`{name}`")) : row.Kind == "test" ? "missing" : row.Kind;
        var command = row.Command.Length > 0 && Document("cli.md").Contains($"## striate {row.Command}\n", StringComparison.Ordinal) ? $"`striate {row.Command}`" : "";
        var page = row.Page.Length > 0 && File.Exists(PathOf(row.Page)) ? $"[{Path.GetFileNameWithoutExtension(row.Page)}]({row.Page})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"| {row.Number} | {row.Title} | {tests} | {command} | {page} |\n");
    }

    private static string Document(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");

    private static string PathOf(string name) => Path.Combine(Repository.Root, "docs", name);

    private sealed record Row(int Number, string Kind, string Title, string Command, string Page)
    {
        public static Row Parse(string line)
        {
            var cells = line.Split('\t');
            return new(int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1], cells[2], cells[3], cells[4]);
        }
    }
}
