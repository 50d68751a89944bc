using System.Globalization;

namespace Striate.Benchmarks.Measuring;

/// <summary>What the process takes of the machine's memory, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Forgets the peak so far.</summary>
    /// <returns>The bytes resident now.</returns>
    public static long ResetPeak()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read("VmRSS:");
    }

    /// <summary>The most bytes that were resident since <see cref="ResetPeak"/>.</summary>
    public static long Peak() => Read("VmHWM:");

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }
}
