using System.Globalization;
using System.Text.RegularExpressions;

namespace Striate.Architecture.Tests.Requirements;

/// <summary>The tests that name a row of the requirements, as the sources say it: <c>[Trait("Row", "118")]</c> on a method or on its class.</summary>
internal static partial class CoveredRows
{
    /// <summary>For each row the names of tests, class by class.</summary>
    public static SortedDictionary<int, SortedSet<string>> Read(IEnumerable<string> sources)
    {
        var all = new SortedDictionary<int, SortedSet<string>>();
        foreach (var source in sources)
        {
            var (pending, type) = (new List<int>(), "");
            foreach (Match match in Marks().Matches(source))
            {
                if (match.Groups["row"].Success)
                {
                    pending.Add(int.Parse(match.Groups["row"].Value, CultureInfo.InvariantCulture));
                    continue;
                }
                if (match.Groups["type"].Success) type = match.Groups["type"].Value;
                var name = match.Groups["type"].Success ? type : $"{type}.{match.Groups["method"].Value}";
                foreach (var row in pending)
                {
                    if (!all.TryGetValue(row, out var names)) all[row] = names = new SortedSet<string>(StringComparer.Ordinal);
                    names.Add(name);
                }
                pending.Clear();
            }
        }
        return all;
    }

    [GeneratedRegex("""^\s*(\[Trait\("Row", "(?<row>\d+)"\)\]|public (?:sealed |static |partial )*class (?<type>\w+)|public (?:static |async )*(?:void|Task) (?<method>\w+)\()""", RegexOptions.Multiline)]
    private static partial Regex Marks();
}
