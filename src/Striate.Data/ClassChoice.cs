using System.Globalization;
using System.Text.RegularExpressions;
using Striate.Data.Folders;
using Striate.Training;

namespace Striate.Data;

/// <summary>Some classes of data, and so many training examples of each: what <c>,classes=5-9,each=100</c> behind data means.</summary>
/// <param name="Classes">The classes by number; null for all.</param>
/// <param name="Each">The most training examples of each; null for all. The other parts keep all of theirs.</param>
public sealed partial record ClassChoice(IReadOnlyList<int>? Classes, int? Each)
{
    /// <summary>The data that are chosen; classes are counted anew from 0.</summary>
    /// <exception cref="ArgumentException">The data do not lie in memory or have no classes, or a class does not exist.</exception>
    public DataSplits Apply(DataSplits splits)
    {
        ArgumentNullException.ThrowIfNull(splits);
        return new DataSplits(Of(splits.Train, Each)!, Of(splits.Validation, null), Of(splits.Test, null));
    }

    /// <summary>Cuts a choice off the end of a text such as <c>mnist:DIR,classes=0+2-4,each=100</c>.</summary>
    internal static bool TryCut(string text, out string before, out ClassChoice choice)
    {
        var match = Choice().Match(text);
        (before, choice) = (text[..^match.Length], new ClassChoice(null, null));
        if (!match.Success) return false;
        foreach (var part in match.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))
            choice = part.StartsWith("each=", StringComparison.Ordinal) ? choice with { Each = Number(part, part[5..]) } : choice with { Classes = [.. part[8..].Split('+').SelectMany(range => Range(part, range))] };
        return true;
    }

    /// <summary>The examples that stay, and their classes in the order of the choice.</summary>
    internal static (int[] Kept, int[] Labels) Pick(string name, int[] labels, int count, IReadOnlyList<int> classes, int? each)
    {
        if (classes.Count == 0 || classes.Distinct().Count() < classes.Count || classes.Any(number => number < 0 || number >= count))
            throw new ArgumentException($"{name} has the classes 0 to {count - 1}; {(classes.Count == 0 ? "none" : string.Join(", ", classes))} cannot be chosen.");
        if (each is < 1) throw new ArgumentException($"A class keeps 1 example or more, not {each}.");
        var left = new int[count];
        foreach (var number in classes) left[number] = each ?? int.MaxValue;
        int[] kept = [.. Enumerable.Range(0, labels.Length).Where(i => left[labels[i]]-- > 0)];
        if (kept.Length == 0) throw new ArgumentException($"{name} has no example of the classes {string.Join(", ", classes)}.");
        var order = classes.Select((number, place) => (number, place)).ToDictionary(pair => pair.number, pair => pair.place);
        return (kept, [.. kept.Select(i => order[labels[i]])]);
    }

    private static IEnumerable<int> Range(string option, string text)
    {
        var ends = text.Split('-').Select(end => Number(option, end)).ToArray();
        if (ends.Length > 2 || ends[^1] < ends[0]) throw Unclear(option);
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }

    private static int Number(string option, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1 << 20 ? number : throw Unclear(option);

    private static ArgumentException Unclear(string option) => new($"'{option}' is not understood; a choice looks like classes=0-4, classes=1+3+7 or each=100.");

    private IDataset? Of(IDataset? data, int? each) => data switch
    {
        null => null,
        MemoryDataset memory => memory.OfClasses(Classes ?? [.. Enumerable.Range(0, memory.ClassNames.Count)], each),
        PictureFolder folder => folder.OfClasses(Classes ?? [.. Enumerable.Range(0, folder.ClassNames.Count)], each),
        _ => throw new ArgumentException($"Classes are chosen of data that lie in memory, or in folders of pictures; {data.Name} do not."),
    };

    [GeneratedRegex("(,(classes|each)=[^,]*)+$")]
    private static partial Regex Choice();
}
