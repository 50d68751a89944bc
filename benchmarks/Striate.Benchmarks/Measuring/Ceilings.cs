using System.Diagnostics;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Measuring;

/// <summary>What the machine reaches with nothing in the way: multiply–adds in registers, and numbers streamed through memory.</summary>
internal static class Ceilings
{
    // About a millisecond on one core of today: long beside the start of a grid, short beside a slice of the scheduler's.
    private const int Iterations = 500_000;

    /// <summary>GFLOP/s of multiply–adds at the vectors' width; the best of short looks, for one that others disturb is no roof.</summary>
    public static double Roof(WorkerPool pool, TimeSpan time)
    {
        var best = 0.0;
        for (var begin = Stopwatch.GetTimestamp(); best == 0 || Stopwatch.GetElapsedTime(begin) < time;)
        {
            var start = Stopwatch.GetTimestamp();
            var operations = MultiplyAddLoop.Run(Iterations, pool);
            best = Math.Max(best, operations / (Stopwatch.GetElapsedTime(start).TotalSeconds * 1e9));
        }
        return best;
    }

    /// <summary>GB/s of a pass that reads half of so many bytes and writes the other half, again and again: cache or memory, whatever holds them.</summary>
    public static double Stream(double bytes, WorkerPool pool, TimeSpan time)
    {
        var half = (long)(bytes / 2 / sizeof(float));
        var (from, to) = (Buffers.Filled(half), Buffers.Empty(half));
        void Pass()
        {
            var grid = new StreamGrid { From = from.AsSpan<float>(), To = to.AsSpan<float>() };
            pool.Run(grid.Tasks, ref grid);
        }
        Clock.Warm(Pass, time / 4);
        return 2 * half * sizeof(float) / (Clock.Median(Pass, time) * 1e9);
    }
}
