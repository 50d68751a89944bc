using Striate.Kernels.Memory;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Measuring;

/// <summary>What memory beyond every cache gives: half of 256 MiB read, the other half written.</summary>
internal sealed class MemoryStreaming(WorkerPool pool)
{
    private const long Half = 32 << 20;

    private readonly AlignedBuffer _from = Buffers.Filled(Half);
    private readonly AlignedBuffer _to = Buffers.Empty(Half);

    public double BytesASecond(TimeSpan time) => 2 * Half * sizeof(float) / Clock.Median(Pass, time);

    private void Pass()
    {
        var grid = new StreamGrid { From = _from.AsSpan<float>(), To = _to.AsSpan<float>() };
        pool.Run(grid.Tasks, ref grid);
    }
}
