using BenchmarkDotNet.Attributes;

namespace Striate.Benchmarks.Kernels;

/// <summary>What all benchmarks of kernels have in common.</summary>
public abstract class KernelBenchmark
{
    /// <summary>What is timed.</summary>
    public abstract KernelCase Case { get; set; }

    /// <summary>The buffers filled.</summary>
    protected Action Work { get; private set; } = () => { };

    [GlobalSetup]
    public void Prepare()
    {
        Case.MeasureCeilings();
        Work = Case.Prepare(KernelCase.Pool);
    }
}
