using System.Diagnostics;
using System.Globalization;
using Striate.Benchmarks.Measuring;
using Striate.Kernels.Convolution;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Modes;

/// <summary><c>roof</c>: the share of the multiply–adds' roof that direct kernels reach, for each width of vectors.</summary>
internal static class RoofMode
{
    // Switches of the runtime that narrow what it compiles for.
    private static readonly (string Name, string[] Off)[] Widths =
        [("512 bits", []), ("AVX2, 256 bits", ["DOTNET_EnableAVX512"]), ("128 bits", ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2"])];

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.2);

    /// <summary>Measures every width in a process of its own and prints one table.</summary>
    public static int Run(int threads)
    {
        foreach (var (name, off) in Widths)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { ArgumentList = { "roof-of-width", threads.ToString(CultureInfo.InvariantCulture) } };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(RoofMode).Assembly.Location);
            foreach (var variable in off) start.Environment[variable] = "0";
            using var process = Process.Start(start)!;
            Console.Out.WriteLine($"## {name}\n");
            Console.Out.Flush();
            process.WaitForExit();
            if (process.ExitCode != 0) return process.ExitCode;
        }
        return 0;
    }

    /// <summary>Measures the width of this process.</summary>
    public static int RunWidth(int threads, IReadOnlyList<Problem> problems)
    {
        var pool = WorkerPool.Of(threads);
        Ceilings.Roof(pool, TimeSpan.FromSeconds(0.5));
        Console.Out.WriteLine($"{Machine.Describe(threads)}; roof {Ceilings.Roof(pool, TimeSpan.FromSeconds(0.3)):0} GFLOP/s, {SimdWidth.Bits} bits\n");
        Console.Out.WriteLine($"streams: {Ceilings.Stream(1 << 20, pool, Look):0} GB/s in 1 MiB, {Ceilings.Stream(16 << 20, pool, Look):0} in 16 MiB, {Ceilings.Stream(256 << 20, pool, Look):0} in 256 MiB\n");
        Console.Out.WriteLine("| problem | forward | data gradient | weight gradient |\n|---|---|---|---|");
        foreach (var problem in problems)
        {
            var cells = Enum.GetValues<PassKind>().Select(kind => Cell(problem.Shape, kind, pool));
            Console.Out.WriteLine($"| {problem.Name} | {string.Join(" | ", cells)} |");
        }
        Console.Out.WriteLine();
        return 0;
    }

    // Kernel and roof in turns, so that both see the same clock.
    private static string Cell(ConvolutionShape shape, PassKind kind, WorkerPool pool)
    {
        var kernel = ConvolutionPass.Chosen(shape, kind, Algorithms.Direct);
        var pass = new ConvolutionPass(shape, kind, kernel, pool);
        Clock.Warm(pass.Run, TimeSpan.FromSeconds(0.2));
        var shares = new double[5];
        for (var round = 0; round < shares.Length; round++)
        {
            var before = Ceilings.Roof(pool, TimeSpan.FromMilliseconds(20));
            var speed = pass.Operations / (Clock.Median(pass.Run, TimeSpan.FromMilliseconds(60)) * 1e9);
            shares[round] = speed / Math.Max(before, Ceilings.Roof(pool, TimeSpan.FromMilliseconds(20)));
        }
        Array.Sort(shares);
        return string.Create(CultureInfo.InvariantCulture, $"{100 * shares[shares.Length / 2]:0} % {kernel.Name}");
    }
}
