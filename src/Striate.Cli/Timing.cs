using System.Diagnostics;

namespace Striate.Cli;

/// <summary>The time of something that is done again and again, and what it allocates.</summary>
/// <param name="Median">Milliseconds.</param>
/// <param name="Least">Milliseconds.</param>
/// <param name="Allocated">Bytes a time, rounded up, over all threads of the process, in the quietest of four windows:
/// the runtime allocates a little now and then, what is measured does so every time or never.</param>
internal readonly record struct Timing(double Median, double Least, long Allocated)
{
    private const int Windows = 4;
    private const int Most = 25_000;

    /// <summary>Runs for a while unmeasured, long enough for the JIT's last tier, then for as long measured.</summary>
    public static Timing Measure(Action run, TimeSpan time)
    {
        var (times, count, least) = (new double[Windows * Most], 0, long.MaxValue);
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < time;) run();
        for (var window = 0; window < Windows; window++)
        {
            // Between the two counts the work alone may allocate: timestamps, not Stopwatch objects.
            var (first, allocated) = (count, GC.GetTotalAllocatedBytes(precise: true));
            for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < time / Windows && count - first < Most || count - first < 2; count++)
            {
                var start = Stopwatch.GetTimestamp();
                run();
                times[count] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            least = Math.Min(least, (allocated + count - first - 1) / (count - first));
        }
        Array.Sort(times, 0, count);
        return new Timing(times[count / 2], times[0], least);
    }
}
