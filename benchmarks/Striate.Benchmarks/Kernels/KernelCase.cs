using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Kernels;

/// <summary>One thing to time, with what it computes and moves.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Operations">Floating-point operations of the definition; 0 where bytes alone count.</param>
/// <param name="Bytes">What must at least be read and written.</param>
/// <param name="Prepare">Fills the buffers and gives what is timed.</param>
public sealed record KernelCase(string Name, double Operations, double Bytes, Func<WorkerPool, Action> Prepare)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly Dictionary<int, double> Streams = [];
    private static double _roof;

    /// <summary>The threads of all benchmarks.</summary>
    public static WorkerPool Pool => WorkerPool.Default;

    /// <summary>Looks for the ceilings beside the case: clocks and neighbours change.</summary>
    public void MeasureCeilings()
    {
        _roof = Math.Max(_roof, Ceilings.Roof(Pool, Look));
        if (!Streams.TryGetValue(Size, out var before) || before == 0) Streams[Size] = Ceilings.Stream(1L << Size, Pool, Look);
    }

    /// <summary>The least seconds that the multiply–adds' roof and the streams' ceiling allow, and which of both it is.</summary>
    public (double Seconds, string Bound) Least()
    {
        var (compute, move) = (Operations / (_roof * 1e9), Bytes / (Streams.GetValueOrDefault(Size, double.PositiveInfinity) * 1e9));
        return compute > move ? (compute, "FLOPs") : (move, "bytes");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // Streams are measured in powers of two, from 64 KiB on.
    private int Size => Math.Clamp((int)Math.Round(Math.Log2(Bytes)), 16, 29);
}
