using System.Diagnostics;

namespace Striate.Architecture.Tests;

/// <summary>The samples run.</summary>
public class SampleTests
{
    [Theory]
    [InlineData("QuickStart", @"61,706 parameters(.|\n)*\n\d [01]\.\d{4}\n$", "docs/images/digits.png")]
    [InlineData("CustomParts", @"cross-entropy after 20 steps of one's own: \d")]
    public void ASampleRuns(string name, string expected, params string[] files)
    {
        var folder = Directory.CreateTempSubdirectory("striate-sample").FullName;
        try
        {
            var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
            var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Root, "samples", name, "bin", configuration, "net10.0", name + ".dll"), .. files.Select(file => Path.Combine(Repository.Root, file))]) { RedirectStandardOutput = true, WorkingDirectory = folder };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Matches(expected, output.ReplaceLineEndings("\n"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
