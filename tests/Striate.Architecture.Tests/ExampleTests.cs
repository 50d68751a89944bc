using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Striate.Architecture.Tests;

/// <summary>The examples of the API's documentation compile; those of docs run.</summary>
public sealed partial class ExampleTests : IDisposable
{
    // What examples may speak of without saying where it comes from.
    private const string Given = """
        internal abstract class Given
        {
            protected static readonly Network network = Network.Sequential(Shape.Of(8, 8, 3), new Flatten(), new Dense(2));
            protected static readonly IDataset data = null!;
            protected static readonly Trainer trainer = null!;
            protected static readonly Node x = null!, branch = null!, shortcut = null!, map = null!, factors = null!, up = null!, skip = null!;
        }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("striate-examples").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ExamplesCompileAndThoseOfDocsRun()
    {
        var source = new StringBuilder(Given);
        var number = 0;
        var main = new StringBuilder();
        foreach (var (origin, code) in OfTheApi()) Write(source, ++number, origin, code);
        Assert.True(number >= 60, $"only {number} examples were found in src");
        foreach (var (origin, code) in OfDocs())
        {
            Write(source, ++number, origin, code);
            main.AppendLine($"Example{number}.Run();");
        }
        main.AppendLine("Console.Write(\"all ran\");");
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), main.ToString() + source);
        File.WriteAllText(Path.Combine(_folder, "examples.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {string.Join('\n', Assemblies().Select(path => $"<Reference Include=\"{path}\" />"))}
                <Using Include="Striate.Kernels.Padding.PaddingMode" Alias="PaddingMode" />
                <Using Include="Striate.Kernels.Resampling.GridBorder" Alias="GridBorder" />
                <Using Include="Striate.Kernels.Arrays" />
                {string.Join('\n', Namespaces().Select(name => $"<Using Include=\"{name}\" />"))}
              </ItemGroup>
            </Project>
            """);
        var images = Path.Combine(Repository.Root, "docs/images");
        var shown = Directory.EnumerateFiles(images).Select(path => Path.GetFileName(path)!).ToHashSet();
        foreach (var picture in shown) File.Copy(Path.Combine(images, picture), Path.Combine(_folder, picture));
        Assert.EndsWith("all ran", Processes.Run("dotnet", _folder, "run", "-c", "Release"), StringComparison.Ordinal);
        // The pictures of docs are what its examples draw; STRIATE_DRAW=1 draws them anew.
        var drawn = Directory.EnumerateFiles(_folder).Where(path => Path.GetExtension(path) is ".svg" or ".png").ToArray();
        if (Environment.GetEnvironmentVariable("STRIATE_DRAW") == "1") foreach (var path in drawn) File.Copy(path, Path.Combine(images, Path.GetFileName(path)), overwrite: true);
        else Assert.Equal([], drawn.Select(path => Path.GetFileName(path)!).Where(name => !shown.Contains(name)));
    }

    private static void Write(StringBuilder source, int number, string origin, string code) => source.AppendLine($$"""
        internal abstract class Example{{number}} : Given
        {
            public static void Run()
            {
        #line 1 "{{origin}}"
        {{code}}
        #line default
            }
        }
        """);

    private static IEnumerable<(string Origin, string Code)> OfTheApi() =>
        from path in Repository.Sources("src")
        from match in ApiExample().Matches(File.ReadAllText(path))
        select (Repository.Relative(path), WebUtility.HtmlDecode(CommentMark().Replace(match.Groups[1].Value, "")));

    private static IEnumerable<(string Origin, string Code)> OfDocs() =>
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Order(StringComparer.Ordinal)
        from match in DocsExample().Matches(File.ReadAllText(path))
        select (Repository.Relative(path), match.Groups[1].Value);

    private static IEnumerable<string> Assemblies() => new[] { "Striate", "Striate.Kernels", "Striate.Data", "Striate.Onnx", "Striate.Terminal" }.Select(name => Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    // Kernels are for those who write their own; their names are the layers' too.
    private static IEnumerable<string> Namespaces() => Assemblies().Where(path => !path.EndsWith(".Kernels.dll", StringComparison.Ordinal)).SelectMany(path => System.Reflection.Assembly.LoadFrom(path).GetExportedTypes()).Select(type => type.Namespace!).Distinct();

    [GeneratedRegex(@"/// <example><code>\r?\n(.*?)\s*/// </code></example>", RegexOptions.Singleline)]
    private static partial Regex ApiExample();

    [GeneratedRegex(@"^\s*/// ?", RegexOptions.Multiline)]
    private static partial Regex CommentMark();

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex DocsExample();
}
