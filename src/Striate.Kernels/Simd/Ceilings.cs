using System.Diagnostics;
using Striate.Kernels.Memory;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Simd;

/// <summary>What the machine reaches with nothing in the way: multiply–adds in registers, and numbers streamed through memory. Measured, and never asked by what chooses kernels.</summary>
public static class Ceilings
{
    // About a millisecond on one core of today: long beside the start of a grid, short beside a slice of the scheduler's.
    private const int Iterations = 500_000;
    private const int LeastPasses = 4;

    /// <summary>GFLOP/s of multiply–adds at the vectors' width; the best of short looks, for one that others disturb is no roof.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="time">How long to look.</param>
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

    /// <summary>GB/s of passes that read half of so many bytes and write the other half: cache or memory, whatever holds them; the best pass.</summary>
    /// <param name="bytes">Read and written in all, 64 KiB or more.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="time">How long to look.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bytes.</exception>
    public static double Stream(long bytes, WorkerPool pool, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 64 << 10);
        var half = bytes / 2 / sizeof(float);
        var (from, to) = (new AlignedBuffer(half * sizeof(float)), new AlignedBuffer(half * sizeof(float)));
        var best = double.MaxValue;
        var begin = Stopwatch.GetTimestamp();
        // The first pass fetches the pages.
        for (var pass = 0; pass < LeastPasses || Stopwatch.GetElapsedTime(begin) < time; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            var grid = new StreamGrid { From = from.AsSpan<float>(), To = to.AsSpan<float>() };
            pool.Run(grid.Tasks, ref grid);
            if (pass > 0) best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return 2 * half * sizeof(float) / (best * 1e9);
    }
}
