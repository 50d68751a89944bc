using System.Text.RegularExpressions;

namespace Striate.Architecture.Tests;

/// <summary>Files that a reader can hold in the head.</summary>
public partial class FileTests
{
    private static IEnumerable<string> All => new[] { "src", "tests", "samples" }.SelectMany(Repository.Sources);

    [Fact]
    public void NoSourceFileIsLongerThanThreeHundredLines() =>
        Assert.Equal([], Repository.Sources("src").Where(path => File.ReadLines(path).Count() > 300).Select(Repository.Relative));

    [Fact]
    public void ANamespaceIsItsFolder()
    {
        var wrong = new List<string>();
        foreach (var path in Repository.Sources("src"))
        {
            var match = Namespace().Match(File.ReadAllText(path));
            var folder = string.Join('.', Repository.Relative(path).Split('/')[1..^1]);
            if (match.Success && match.Groups[1].Value != folder) wrong.Add($"{Repository.Relative(path)} is in {match.Groups[1].Value}");
        }
        Assert.Equal([], wrong);
    }

    [Fact]
    public void NothingIsLeftUnfinished()
    {
        // Put together here, so that this file does not hold the words.
        string[] words = ["NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME", "for " + "now"];
        Assert.Equal([], All.Where(path => File.ReadAllText(path) is var text && words.Any(word => text.Contains(word, StringComparison.Ordinal))).Select(Repository.Relative));
    }

    [Fact]
    public void TheReadmesCodeIsTheSamples()
    {
        var code = Code().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Groups[1].Value.Trim();
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "samples/QuickStart/Program.cs"));
        Assert.NotEqual("", code);
        Assert.EndsWith(code, sample.Trim(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
