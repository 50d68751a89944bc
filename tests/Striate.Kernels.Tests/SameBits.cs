using System.Runtime.InteropServices;

namespace Striate.Kernels.Tests;

/// <summary>The same numbers, bit by bit, whatever the number of threads.</summary>
internal static class SameBits
{
    /// <summary>Runs a kernel on 1, 2 and 3 threads.</summary>
    /// <returns>What it says on one.</returns>
    public static float[] OnThreads(Func<int, float[]> run)
    {
        var one = run(1);
        foreach (var threads in new[] { 2, 3 })
            if (!MemoryMarshal.Cast<float, int>(one).SequenceEqual(MemoryMarshal.Cast<float, int>(run(threads)))) Assert.Fail($"Other bits on {threads} threads than on one.");
        return one;
    }
}
