using BenchmarkDotNet.Attributes;
using Striate.Benchmarks.Measuring;

namespace Striate.Benchmarks.Kernels;

/// <summary>y from x and w, with every candidate.</summary>
public class ConvolutionForward : KernelBenchmark
{
    public static IEnumerable<KernelCase> Cases => ConvolutionCases.Of(PassKind.Forward);

    [ParamsSource(nameof(Cases))]
    public override KernelCase Case { get; set; } = null!;

    [Benchmark]
    public void Run() => Work();
}
