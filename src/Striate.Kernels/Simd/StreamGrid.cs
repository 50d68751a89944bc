using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Simd;

/// <summary>y = x + 1 in pieces of 64 KiB: reads as much as it writes and computes next to nothing.</summary>
internal ref struct StreamGrid : IGrid
{
    private const int Piece = 16 * 1024;

    public ReadOnlySpan<float> From;
    public Span<float> To;

    public readonly int Tasks => (From.Length + Piece - 1) / Piece;

    public readonly void Run(int task, int worker)
    {
        var start = task * Piece;
        var length = Math.Min(Piece, From.Length - start);
        Add(MemoryMarshal.Cast<float, Vector<float>>(From.Slice(start, length)), MemoryMarshal.Cast<float, Vector<float>>(To.Slice(start, length)));
    }

    // At its last tier from the first call on: what is looked at first must not look slow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<Vector<float>> from, Span<Vector<float>> to)
    {
        var one = Vector<float>.One;
        for (var i = 0; i < from.Length && i < to.Length; i++) to[i] = from[i] + one;
    }
}
