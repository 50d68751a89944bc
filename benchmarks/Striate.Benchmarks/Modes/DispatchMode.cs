using System.Diagnostics;
using System.Globalization;
using Striate.Benchmarks.Measuring;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Modes;

/// <summary><c>dispatch</c>: what it costs to hand a grid to the worker pool.</summary>
internal static class DispatchMode
{
    private const int Rounds = 20_000;
    private const int ParkedRounds = 300;

    /// <summary>Prints microseconds for grids of empty tasks: workers that still spin, and workers that have parked.</summary>
    public static int Run(int threads)
    {
        Console.Out.WriteLine($"{Machine.Describe(threads)}\n\n| grid of empty tasks | median µs | 90 % below µs |\n|---|---|---|");
        Print("one thread, 16 tasks", Time(WorkerPool.Of(1), 16, Rounds, TimeSpan.Zero));
        var pool = WorkerPool.Of(threads);
        Print($"{threads} threads, {threads} tasks, workers spinning", Time(pool, threads, Rounds, TimeSpan.Zero));
        Print($"{threads} threads, 16 tasks, workers spinning", Time(pool, 16, Rounds, TimeSpan.Zero));
        Print($"{threads} threads, 16 tasks, workers parked", Time(pool, 16, ParkedRounds, TimeSpan.FromMilliseconds(1)));
        return 0;
    }

    private static double[] Time(WorkerPool pool, int tasks, int rounds, TimeSpan pause)
    {
        var grid = new EmptyGrid();
        var times = new double[rounds];
        for (var round = -rounds / 4; round < rounds; round++)
        {
            // A pause without sleeping: the caller's own thread stays awake, as between the steps of a plan.
            for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < pause;) Thread.SpinWait(8);
            var start = Stopwatch.GetTimestamp();
            pool.Run(tasks, ref grid);
            if (round >= 0) times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(times);
        return times;
    }

    private static void Print(string what, double[] times) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {times[times.Length / 2]:0.00} | {times[times.Length * 9 / 10]:0.00} |"));
}
