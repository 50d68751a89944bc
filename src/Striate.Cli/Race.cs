using System.Diagnostics;

namespace Striate.Cli;

/// <summary>The times of two things that are done in turns: only their ratio in one run is worth something on a machine that drifts.</summary>
/// <param name="First">Median milliseconds of the first.</param>
/// <param name="Second">Median milliseconds of the second.</param>
/// <param name="Ratio">The median of the rounds' ratios, the second's time by the first's.</param>
/// <param name="Least">The smallest of the rounds' ratios.</param>
/// <param name="Most">The largest of them.</param>
internal readonly record struct Race(double First, double Second, double Ratio, double Least, double Most)
{
    public const int Rounds = 7;

    /// <summary>Runs both for a while unmeasured, and then in turns, each for as long.</summary>
    public static Race Run(Action first, Action second, TimeSpan time)
    {
        Median(first, time);
        Median(second, time);
        var (a, b) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            // Who begins changes, so that neither always finds the other's memory in the cache.
            if (round % 2 == 0) a[round] = Median(first, time / Rounds);
            b[round] = Median(second, time / Rounds);
            if (round % 2 == 1) a[round] = Median(first, time / Rounds);
        }
        var ratios = a.Zip(b, (x, y) => y / x).Order().ToArray();
        return new Race(a.Order().ElementAt(Rounds / 2), b.Order().ElementAt(Rounds / 2), ratios[Rounds / 2], ratios[0], ratios[^1]);
    }

    private static double Median(Action run, TimeSpan time)
    {
        var times = new List<double>();
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < time || times.Count < 3;)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }
}
