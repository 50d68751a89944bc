using BenchmarkDotNet.Attributes;

namespace Striate.Benchmarks.Kernels;

/// <summary>Passes over maps and parameters: normalisation, pooling, loss, optimiser.</summary>
public class Passes : KernelBenchmark
{
    public static IEnumerable<KernelCase> Cases => PassCases.All;

    [ParamsSource(nameof(Cases))]
    public override KernelCase Case { get; set; } = null!;

    [Benchmark]
    public void Run() => Work();
}
