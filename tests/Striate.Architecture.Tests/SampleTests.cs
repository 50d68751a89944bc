using System.Diagnostics;

namespace Striate.Architecture.Tests;

/// <summary>The samples run.</summary>
public class SampleTests
{
    [Theory]
    [InlineData("QuickStart", "61,706 parameters")]
    [InlineData("CustomParts", "cross-entropy after 20 steps of one's own")]
    public void ASampleRuns(string name, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("striate-sample").FullName;
        try
        {
            var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
            var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Root, "samples", name, "bin", configuration, "net10.0", name + ".dll")]) { RedirectStandardOutput = true, WorkingDirectory = folder };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Contains(expected, output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
