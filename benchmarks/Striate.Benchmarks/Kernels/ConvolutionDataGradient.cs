using BenchmarkDotNet.Attributes;
using Striate.Benchmarks.Measuring;

namespace Striate.Benchmarks.Kernels;

/// <summary>dx from dy and w, with every candidate.</summary>
public class ConvolutionDataGradient : KernelBenchmark
{
    public static IEnumerable<KernelCase> Cases => ConvolutionCases.Of(PassKind.DataGradient);

    [ParamsSource(nameof(Cases))]
    public override KernelCase Case { get; set; } = null!;

    [Benchmark]
    public void Run() => Work();
}
