using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Striate.Benchmarks.Fitting;
using Striate.Benchmarks.Measuring;
using Striate.Kernels.Convolution;
using Striate.Kernels.Memory;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Modes;

/// <summary><c>fit</c>: the cost model's constants from measured times of every candidate, and how often it finds the fastest.</summary>
internal static class FitMode
{
    private const int Rounds = 3;
    private const int Repetitions = 7;

    // More than the last-level cache of the machines in use.
    private const int FlushFloats = 12 * 1024 * 1024;

    public static int Run(int threads)
    {
        var pool = WorkerPool.Of(threads);
        var samples = Measure(pool);
        Console.Out.WriteLine($"{Machine.Describe(threads)}; {FitProblems.All.Count} problems, {samples.Count} candidates timed\n\n## The constants in use\n");
        Report(samples, sample => sample.Kernel.Cost(sample.Problem.Shape));
        var fitted = new Dictionary<string, CostConstants>();
        Console.Out.WriteLine("## Fitted\n\n| family | product | source | target | weight | fixed | median error |\n|---|---|---|---|---|---|---|");
        foreach (var family in samples.Where(sample => sample.Kernel is ICosted).GroupBy(sample => sample.Family))
        {
            var rows = family.Select(Row).ToArray();
            var x = NonNegativeFit.Solve(rows, [.. family.Select(sample => sample.Measured)]);
            var constants = new CostConstants(x[0], x[1], x[2], x[3], x[4]);
            fitted[family.Key] = constants;
            var errors = family.Select(sample => Math.Abs(constants.Of(((ICosted)sample.Kernel).Parts(sample.Problem.Shape)) / sample.Measured - 1)).Order().ToArray();
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {family.Key} | {x[0]:0.00} | {x[1]:0.0} | {x[2]:0.0} | {x[3]:0.00} | {x[4]:0} | {100 * errors[errors.Length / 2]:0} % |"));
        }
        Console.Out.WriteLine();
        Report(samples, sample => sample.Kernel is ICosted costed ? fitted[sample.Family].Of(costed.Parts(sample.Problem.Shape)) : sample.Kernel.Cost(sample.Problem.Shape));
        return 0;
    }

    private static double[] Row(Sample sample)
    {
        var parts = ((ICosted)sample.Kernel).Parts(sample.Problem.Shape);
        return [parts.Products, parts.Source, parts.Target, parts.Weights, 1];
    }

    private static List<Sample> Measure(WorkerPool pool)
    {
        var (samples, flush) = (new List<Sample>(), Buffers.Filled(FlushFloats));
        // Once unmeasured, and a moment for the JIT's last tier: what is measured first must not look slow.
        foreach (var (problem, kind, kernel) in Candidates()) Clock.Warm(new ConvolutionPass(problem.Shape, kind, kernel, pool).Run, TimeSpan.FromMilliseconds(2));
        Thread.Sleep(500);
        // Neighbours disturb for seconds: each candidate is looked at in several rounds, and its best counts.
        var best = new Dictionary<(Problem, PassKind, ConvolutionKernel), double>();
        var roof = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var candidate in Candidates())
            {
                var seconds = Time(new ConvolutionPass(candidate.Problem.Shape, candidate.Kind, candidate.Kernel, pool), flush, pool);
                best[candidate] = Math.Min(best.GetValueOrDefault(candidate, double.PositiveInfinity), seconds);
            }
            roof = Math.Max(roof, Ceilings.Roof(pool, TimeSpan.FromSeconds(0.2)));
        }
        foreach (var ((problem, kind, kernel), seconds) in best) samples.Add(new Sample(problem, kind, kernel, seconds * roof * 1e9 / (2.0 * SimdWidth.Bits / 32)));
        return samples;
    }

    private static IEnumerable<(Problem Problem, PassKind Kind, ConvolutionKernel Kernel)> Candidates() =>
        from problem in FitProblems.All
        from kind in Enum.GetValues<PassKind>()
        from kernel in ConvolutionPass.Candidates(problem.Shape, kind)
        select (problem, kind, kernel);

    // As in a network: weights and outputs come from memory, for other layers used the caches; the input was written just before.
    private static double Time(ConvolutionPass pass, AlignedBuffer flush, WorkerPool pool)
    {
        pass.Run();
        pass.Run();
        var times = new double[Repetitions];
        for (var i = 0; i < times.Length; i++)
        {
            foreach (ref var value in MemoryMarshal.Cast<float, Vector<float>>(flush.AsSpan<float>())) value += Vector<float>.One;
            pass.TouchInput();
            EmptyGrid.Wake(pool);
            var start = Stopwatch.GetTimestamp();
            pass.Run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(times);
        // The lower quartile: what disturbs makes slower.
        return times[times.Length / 4];
    }

    private static void Report(IReadOnlyList<Sample> samples, Func<Sample, double> cost)
    {
        Console.Out.WriteLine("| pass | choices | within 5 % of the fastest | within 20 % | mean loss | worst loss |\n|---|---|---|---|---|---|");
        var worst = new List<(double Loss, string Text)>();
        foreach (var kind in samples.GroupBy(sample => sample.Kind))
        {
            var losses = new List<double>();
            foreach (var candidates in kind.GroupBy(sample => sample.Problem).Where(group => group.Count() > 1))
            {
                var (chosen, fastest) = (candidates.MinBy(cost)!, candidates.MinBy(sample => sample.Measured)!);
                var loss = chosen.Measured / fastest.Measured - 1;
                losses.Add(loss);
                worst.Add((loss, $"{kind.Key}, {candidates.Key.Name}: {chosen.Kernel.Name} for {fastest.Kernel.Name}"));
            }
            if (losses.Count == 0) continue;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Key} | {losses.Count} | {losses.Count(loss => loss <= 0.05)} | {losses.Count(loss => loss <= 0.2)} | {100 * losses.Average():0.0} % | {100 * losses.Max():0} % |"));
        }
        Console.Out.WriteLine();
        foreach (var (loss, text) in worst.Where(entry => entry.Loss > 0.05).OrderByDescending(entry => entry.Loss).Take(8))
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"- {100 * loss:0} % lost: {text}"));
        Console.Out.WriteLine();
    }
}
