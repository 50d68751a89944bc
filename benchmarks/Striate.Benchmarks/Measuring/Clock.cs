using System.Diagnostics;

namespace Striate.Benchmarks.Measuring;

/// <summary>Times in seconds.</summary>
internal static class Clock
{
    /// <summary>The median of single runs, within a budget; at least three.</summary>
    public static double Median(Action run, TimeSpan budget)
    {
        var times = new List<double>();
        for (var begin = Stopwatch.GetTimestamp(); times.Count < 3 || Stopwatch.GetElapsedTime(begin) < budget;)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>Runs for a while unmeasured: caches, clocks and the JIT's last tier.</summary>
    public static void Warm(Action run, TimeSpan time)
    {
        run();
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < time;) run();
    }
}
