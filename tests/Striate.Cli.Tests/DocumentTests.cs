using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Striate.Cli.Tests;

/// <summary>docs/cli.md against the program: a section a command, a row an option, and no more.</summary>
public partial class DocumentTests
{
    private static readonly string Text = Documents.CommandLine;

    public static TheoryData<string> Commands => [.. Tree().Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void ASectionHasTheCommandsOptionsAndNoMore(string name)
    {
        var command = Tree().Single(pair => pair.Name == name).Command;
        var section = Regex.Match(Text, $@"(?<=^## {Regex.Escape(name)}\n).*?(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(section.Success, $"docs/cli.md has no section '{name}'.");
        Assert.StartsWith($"\n{command.Description!.TrimEnd('.')}.", section.Value, StringComparison.Ordinal);
        var rows = Row().Matches(section.Value).Select(match => $"{match.Groups[1].Value} | {match.Groups[2].Value} | {match.Groups[3].Value}");
        var expected = command.Arguments.Select(argument => $"{argument.Name.ToUpperInvariant()} | {argument.Description} | {(argument.Arity.MinimumNumberOfValues > 0 ? "required" : "none")}")
            .Concat(command.Options.Where(option => option.Name is not ("--help" or "--version")).Select(option => $"{option.Name} | {option.Description} | {Default(option)}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheDocumentKnowsNoOtherCommand() =>
        Assert.Equal(Tree().Select(pair => pair.Name).Order(StringComparer.Ordinal), Heading().Matches(Text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    private static IEnumerable<(string Name, Command Command)> Tree() => Below(CommandLine.Tree(), "striate");

    // A command that only gathers others has no section of its own.
    private static IEnumerable<(string Name, Command Command)> Below(Command command, string name) => command.Subcommands.SelectMany(child =>
        (child.Action is null ? [] : new[] { (Name: $"{name} {child.Name}", Command: child) }).Concat(Below(child, $"{name} {child.Name}")));

    private static string Default(Option option)
    {
        if (option.Required) return "required";
        if (option.Name == "--threads") return "the number of processors";
        // A default that the program finds out for itself stands in the description.
        if (Said().Match(option.Description!) is { Success: true } said) return said.Groups[1].Value;
        if (!option.HasDefaultValue) return option.ValueType == typeof(bool) ? "off" : "none";
        return Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) switch { "" => "none", "False" => "off", var text => text! };
    }

    [GeneratedRegex(@"^\| `(.+?)` \| (.+?) \| (.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^## (striate .+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\(default (.+)\)$")]
    private static partial Regex Said();
}
