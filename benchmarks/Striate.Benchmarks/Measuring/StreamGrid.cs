using System.Numerics.Tensors;
using Striate.Kernels.Threading;

namespace Striate.Benchmarks.Measuring;

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
        TensorPrimitives.Add(From.Slice(start, length), 1f, To.Slice(start, length));
    }
}
