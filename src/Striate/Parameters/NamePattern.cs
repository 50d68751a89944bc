using System.Text.RegularExpressions;

namespace Striate.Parameters;

/// <summary>Parameters by a pattern: <c>*</c> stands for any characters, and what matches a layer's name, or a group of layers' as in <c>layer1</c>, matches all parameters in it.</summary>
internal static class NamePattern
{
    public static bool Matches(string pattern, string name)
    {
        var expression = "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$";
        for (var end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
            if (Regex.IsMatch(name[..end], expression, RegexOptions.CultureInvariant)) return true;
        return false;
    }
}
