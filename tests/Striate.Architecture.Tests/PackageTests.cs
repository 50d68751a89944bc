namespace Striate.Architecture.Tests;

/// <summary>The package and the tool, installed from a folder into an empty place, train.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("striate-package").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void PackageAndToolTrainInAnEmptyPlace()
    {
        var feed = Path.Combine(_folder, "feed");
        foreach (var project in new[] { "packaging/Striate.Package", "src/Striate.Cli" }) Processes.Run("dotnet", Repository.Root, "pack", project, "-c", "Release", "-o", feed);

        // Packages of its own, so that nothing cached answers for what was just packed.
        var app = Directory.CreateDirectory(Path.Combine(_folder, "app")).FullName;
        File.WriteAllText(Path.Combine(app, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Striate" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        var quickStart = File.ReadAllLines(Path.Combine(Repository.Root, "samples/QuickStart/Program.cs")).Where(line => !line.StartsWith("using ", StringComparison.Ordinal));
        File.WriteAllLines(Path.Combine(app, "Program.cs"), quickStart);
        Assert.Contains("61,706 parameters", Processes.Run("dotnet", app, "run", "-c", "Release"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(app, "lenet.onnx")));

        Processes.Run("dotnet", _folder, "tool", "install", "Striate.Tool", "--tool-path", Path.Combine(_folder, "tool"), "--add-source", feed);
        var output = Processes.Run(Path.Combine(_folder, "tool", "striate"), app, "train", "--data", "synthetic:digits,count=200,test=50", "--epochs", "1", "--out", "run");
        Assert.Matches(@"accuracy [01]\.\d{4} on 50 test examples", output);
    }
}
