using System.Reflection;
using System.Text.RegularExpressions;

namespace Striate.Architecture.Tests;

/// <summary>The rooms and their direction.</summary>
public partial class RoomTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Striate.Kernels"] = [],
        ["Striate"] = ["Striate.Kernels"],
        ["Striate.Data"] = ["Striate", "Striate.Kernels"],
        ["Striate.Onnx"] = ["Striate", "Striate.Kernels"],
        ["Striate.Terminal"] = ["Striate"],
        ["Striate.Cli"] = ["Striate", "Striate.Data", "Striate.Onnx", "Striate.Terminal", "Striate.Kernels"],
    };

    // Each folder may use those before it.
    private static readonly string[] Order = ["Tensors", "Filters", "Parameters", "Steps", "Layers", "Networks", "Plans", "Training", "Models", "Insight"];
    private static readonly string[] Tops = ["Training", "Models", "Insight"];

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomTouchesOnlyWhatItMay(string room)
    {
        var touched = Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Striate", StringComparison.Ordinal));
        Assert.Equal([], touched.Except(Allowed[room]));
    }

    [Fact]
    public void FoldersOfStriateDependDownwards()
    {
        var wrong = new List<string>();
        foreach (var path in Repository.Sources("src/Striate"))
        {
            var folder = Repository.Relative(path).Split('/')[2];
            var own = Array.IndexOf(Order, folder);
            foreach (Match match in UsedFolder().Matches(File.ReadAllText(path)))
            {
                var used = match.Groups[1].Value;
                var level = Array.IndexOf(Order, used);
                if (used != folder && (level > own || (Tops.Contains(folder) && Tops.Contains(used)))) wrong.Add($"{Repository.Relative(path)} uses {used}");
            }
        }
        Assert.Equal([], wrong);
    }

    [Fact]
    public void UnsafeCodeLivesInKernelsAndNativeCodecsAlone()
    {
        var allowing = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Where(path => File.ReadAllText(path).Contains("AllowUnsafeBlocks>true", StringComparison.Ordinal));
        Assert.Equal(["src/Striate.Data/Striate.Data.csproj", "src/Striate.Kernels/Striate.Kernels.csproj"], allowing.Select(Repository.Relative).Order(StringComparer.Ordinal));
        // In Striate.Data native code stays behind its decoders.
        var unsafeFiles = Repository.Sources("src/Striate.Data").Where(path => File.ReadAllText(path).Contains("unsafe", StringComparison.Ordinal)).Select(Repository.Relative);
        Assert.All(unsafeFiles, path => Assert.StartsWith("src/Striate.Data/Pictures/", path, StringComparison.Ordinal));
    }

    [Fact]
    public void TheCommandUsesThePublicApiAlone()
    {
        foreach (var project in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
            Assert.DoesNotContain("InternalsVisibleTo Include=\"Striate.Cli\"", File.ReadAllText(project), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyTheCommandAndTheTerminalSpeakToTheConsole()
    {
        var speaking = new[] { "src/Striate.Kernels", "src/Striate", "src/Striate.Data", "src/Striate.Onnx" }.SelectMany(Repository.Sources)
            .Where(path => File.ReadLines(path).Any(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal) && line.Contains("Console.", StringComparison.Ordinal)));
        Assert.Equal([], speaking.Select(Repository.Relative));
    }

    [GeneratedRegex(@"^using Striate\.(Tensors|Filters|Parameters|Steps|Layers|Networks|Plans|Training|Models|Insight)\b", RegexOptions.Multiline)]
    private static partial Regex UsedFolder();
}
