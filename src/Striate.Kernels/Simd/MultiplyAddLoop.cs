using System.Runtime.Intrinsics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Simd;

/// <summary>Nothing but multiply–adds in registers, at the widest vectors and on all threads of a pool:
/// what the machine reaches with it is the roof of every kernel.</summary>
internal static class MultiplyAddLoop
{
    /// <summary>Chains of dependent multiply–adds that run side by side: more than latency · throughput asks for (4 cycles · 2 a cycle),
    /// and with their operands within 16 registers.</summary>
    private const int Chains = 12;

    /// <summary>Runs the loop.</summary>
    /// <param name="iterations">Multiply–adds of each chain.</param>
    /// <param name="pool">The threads; each runs the same number of chains.</param>
    /// <returns>The floating-point operations done: two for each lane of a multiply–add.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="iterations"/> is less than 1.</exception>
    public static double Run(int iterations, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        var lanes = SimdWidth.Bits switch
        {
            512 => Run<Vector512<float>, Simd512>(iterations, pool),
            256 => Run<Vector256<float>, Simd256>(iterations, pool),
            _ => Run<Vector128<float>, Simd128>(iterations, pool),
        };
        return 2.0 * lanes * Chains * iterations * pool.Threads;
    }

    private static int Run<TVector, TSimd>(int iterations, WorkerPool pool) where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        var grid = new Grid<TVector, TSimd> { Iterations = iterations };
        pool.Run(pool.Threads, ref grid);
        return TSimd.Count;
    }

    private unsafe struct Grid<TVector, TSimd> : IGrid where TVector : unmanaged where TSimd : struct, ISimd<TVector>
    {
        public int Iterations;

        public readonly void Run(int task, int worker)
        {
            var (a, b) = (TSimd.Broadcast(1e-3f), TSimd.Broadcast(1e-3f));
            TVector c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, c10 = a, c11 = a;
            for (var i = 0; i < Iterations; i++)
            {
                c0 = TSimd.MultiplyAdd(a, b, c0);
                c1 = TSimd.MultiplyAdd(a, b, c1);
                c2 = TSimd.MultiplyAdd(a, b, c2);
                c3 = TSimd.MultiplyAdd(a, b, c3);
                c4 = TSimd.MultiplyAdd(a, b, c4);
                c5 = TSimd.MultiplyAdd(a, b, c5);
                c6 = TSimd.MultiplyAdd(a, b, c6);
                c7 = TSimd.MultiplyAdd(a, b, c7);
                c8 = TSimd.MultiplyAdd(a, b, c8);
                c9 = TSimd.MultiplyAdd(a, b, c9);
                c10 = TSimd.MultiplyAdd(a, b, c10);
                c11 = TSimd.MultiplyAdd(a, b, c11);
            }
            // Looked at, so that no chain is left out as useless.
            var (low, high) = (TSimd.Add(TSimd.Add(c0, c1), TSimd.Add(c2, c3)), TSimd.Add(TSimd.Add(c4, c5), TSimd.Add(c6, c7)));
            var sum = stackalloc float[TSimd.Count];
            TSimd.Store(sum, TSimd.Add(TSimd.Add(low, high), TSimd.Add(TSimd.Add(c8, c9), TSimd.Add(c10, c11))));
            if (float.IsNaN(sum[0])) throw new InvalidOperationException("Multiply–adds of small numbers gave NaN.");
        }
    }
}
