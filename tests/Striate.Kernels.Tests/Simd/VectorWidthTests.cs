using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;
using Striate.Kernels.Simd;

namespace Striate.Kernels.Tests.Simd;

/// <summary>All tests of kernels again in processes that compute with other vectors, which first assert that they do.</summary>
/// <remarks>Convolutions pick the widest vectors there are, passes over whole maps those of <see cref="Vector{T}"/>, which are 256 bits wide at most unless more is asked for.</remarks>
public class VectorWidthTests
{
    private const string Expected = "STRIATE_EXPECTED_BITS";

    [Fact]
    public void TheWidthIsWhatTheProcessWasToldItIs()
    {
        var widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        Assert.Equal(Environment.GetEnvironmentVariable(Expected) ?? $"{widest} {Math.Min(widest, 256)}", $"{SimdWidth.Bits} {Vector<float>.Count * 32}");
    }

    [Theory]
    [InlineData(512, 512, "DOTNET_MaxVectorTBitWidth=512", "&FullyQualifiedName!~Convolution&FullyQualifiedName!~Normalization")]
    [InlineData(256, 256, "DOTNET_EnableAVX512=0", "")]
    [InlineData(128, 128, "DOTNET_EnableAVX=0", "")]
    public void EverythingPassesWithOtherVectors(int widest, int portable, string setting, string filter)
    {
        if (Environment.GetEnvironmentVariable(Expected) is not null || SimdWidth.Bits < widest) return;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "vstest", typeof(VectorWidthTests).Assembly.Location, $"--TestCaseFilter:FullyQualifiedName!~EverythingPasses&FullyQualifiedName!~Threading{filter}" })
            start.ArgumentList.Add(argument);
        var (name, value) = (setting.Split('=')[0], setting.Split('=')[1]);
        start.Environment[name] = value;
        start.Environment[Expected] = $"{widest} {portable}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        // Whatever the filter says: a hundred tests or more have run.
        Assert.Matches(@"Passed:\s+\d{3,}", output);
    }
}
