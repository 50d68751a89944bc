using System.Globalization;

namespace Striate.Cli;

/// <summary>Columns of text for a person: the first aligned left, the others right.</summary>
internal static class TextTable
{
    public static void Write(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(head).ToArray();
        var widths = Enumerable.Range(0, head.Count).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            Console.Out.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
    }

    /// <summary>A count with commas; beyond what a double counts exactly, its size.</summary>
    public static string Count(double value) => value < 1L << 53 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("0.00e0", CultureInfo.InvariantCulture);
}
