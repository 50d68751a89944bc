using System.Diagnostics;
using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Tests.Convolution;

/// <summary>The whole test class again in processes where wide vectors are switched off, which first assert that they are.</summary>
public class NarrowWidthTests
{
    private const string Expected = "STRIATE_EXPECTED_BITS";

    [Fact]
    public void TheWidthIsWhatTheProcessWasToldItIs()
    {
        if (Environment.GetEnvironmentVariable(Expected) is { } bits) Assert.Equal(bits, $"{SimdWidth.Bits}");
        else Assert.Equal(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128, SimdWidth.Bits);
    }

    [Theory]
    [InlineData(256, "DOTNET_EnableAVX512")]
    [InlineData(128, "DOTNET_EnableAVX")]
    public void CandidatesPassWithNarrowVectors(int bits, string off)
    {
        if (Environment.GetEnvironmentVariable(Expected) is not null || SimdWidth.Bits <= bits) return;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "vstest", typeof(NarrowWidthTests).Assembly.Location, "--TestCaseFilter:FullyQualifiedName~TheWidthIsWhat|FullyQualifiedName~CandidateTests|FullyQualifiedName~Pooling|FullyQualifiedName~Normalization" })
            start.ArgumentList.Add(argument);
        start.Environment[off] = "0";
        start.Environment[Expected] = $"{bits}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("Passed!", output + (output.Contains("Test Run Successful", StringComparison.Ordinal) ? "Passed!" : ""), StringComparison.Ordinal);
    }
}
