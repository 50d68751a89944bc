using System.Globalization;
using System.Runtime.InteropServices;
using Striate.Kernels.Simd;

namespace Striate.Benchmarks.Measuring;

/// <summary>What a table was measured on.</summary>
internal static class Machine
{
    /// <summary>The processor by the name that Linux gives it.</summary>
    public static string Processor { get; } = !File.Exists("/proc/cpuinfo")
        ? RuntimeInformation.ProcessArchitecture.ToString()
        : File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";

    /// <summary>The processor as the beginning of a file's name.</summary>
    public static string FileName { get; } = string.Concat(Processor.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : '-')).Trim('-');

    /// <summary>One line.</summary>
    public static string Describe(int threads) => string.Create(CultureInfo.InvariantCulture, $"{Processor}, {threads} threads, {SimdWidth.Bits} bits, {RuntimeInformation.FrameworkDescription}");
}
