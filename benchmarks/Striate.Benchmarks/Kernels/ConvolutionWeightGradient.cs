using BenchmarkDotNet.Attributes;
using Striate.Benchmarks.Measuring;

namespace Striate.Benchmarks.Kernels;

/// <summary>dw from x and dy, with every candidate.</summary>
public class ConvolutionWeightGradient : KernelBenchmark
{
    public static IEnumerable<KernelCase> Cases => ConvolutionCases.Of(PassKind.WeightGradient);

    [ParamsSource(nameof(Cases))]
    public override KernelCase Case { get; set; } = null!;

    [Benchmark]
    public void Run() => Work();
}
