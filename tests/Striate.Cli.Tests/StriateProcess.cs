using System.Diagnostics;

namespace Striate.Cli.Tests;

/// <summary>The command as a user runs it: a process of its own, in a folder of its own.</summary>
internal sealed class StriateProcess : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("striate").FullName;

    /// <summary>Variables that the command finds set.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
