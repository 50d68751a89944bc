using System.Diagnostics;
using System.Globalization;
using Striate.Benchmarks.Measuring;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Modes;

/// <summary><c>layers</c>: how far each layer is from what its memory traffic or its multiply–adds would allow.</summary>
internal static class LayersMode
{
    private const int Batch = 16;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // All methods at their last tier from the first call on: a few hundred milliseconds a layer are too short for the JIT to get there by itself.
    private const string Switch = "DOTNET_TieredCompilation";

    /// <summary>Prints a table of all layers, or of those of some kinds; in a process of its own, whose methods are compiled once.</summary>
    public static int Run(int threads, IReadOnlyList<string> kinds)
    {
        if (Environment.GetEnvironmentVariable(Switch) == "0") return RunHere(threads, kinds);
        var start = new ProcessStartInfo(Environment.ProcessPath!, Environment.GetCommandLineArgs()[1..]) { Environment = { [Switch] = "0" } };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(LayersMode).Assembly.Location);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static int RunHere(int threads, IReadOnlyList<string> kinds)
    {
        var pool = WorkerPool.Of(threads);
        Console.Out.WriteLine($"{Machine.Describe(threads)}; batch {Batch}, training\n");
        Console.Out.WriteLine("| layer | steps | forward ms | times the bound | backward ms | times the bound |\n|---|---|--:|--:|--:|--:|");
        foreach (var one in LayerCases.All.Where(one => kinds.Count == 0 || kinds.Contains(one.Layer)))
        {
            var run = new LayerRun(Batch, one.Input, one.Build, threads);
            // The ceilings of these very seconds: machines drift.
            var roof = Ceilings.Roof(pool, Look / 12) * 1e9;
            var (forward, backward) = (run.Forward(Look), run.Backward(Look));
            roof = Math.Max(roof, Ceilings.Roof(pool, Look / 12) * 1e9);
            var speed = Ceilings.Stream(256 << 20, pool, Look / 6) * 1e9;
            var name = one.Setting.Length == 0 ? one.Layer : $"{one.Layer} {one.Setting}";
            Console.Out.WriteLine($"| {name} | {run.Steps} | {Cells(forward, run.ForwardBytes, run.ForwardFlops, roof, speed)} | {Cells(backward, run.BackwardBytes, run.BackwardFlops, roof, speed)} |");
        }
        var missing = string.Join(", ", LayerCases.Missing);
        if (missing.Length > 0) Console.Out.WriteLine($"\nNot measured: {missing}.");
        return 0;
    }

    private static string Cells(double seconds, double bytes, double flops, double roof, double speed)
    {
        var (memory, arithmetic) = (bytes / speed, flops / roof);
        var bound = Math.Max(memory, arithmetic);
        return string.Create(CultureInfo.InvariantCulture, $"{1e3 * seconds:0.00} | {seconds / bound:0.0} {(memory >= arithmetic ? "memory" : "FLOPs")}");
    }
}
