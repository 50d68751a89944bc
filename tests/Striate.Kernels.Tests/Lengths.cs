using System.Numerics;
using Striate.Kernels.Simd;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests;

/// <summary>Sizes with all tails, for the vectors that this process computes with.</summary>
internal static class Lengths
{
    /// <summary>Floats of the widest vector in use: convolutions and normalisation take the widest there is, other passes <see cref="Vector{T}"/>.</summary>
    public static int Lanes => Math.Max(Vector<float>.Count, SimdWidth.Bits / 32);

    /// <summary>Lengths of rows: up to two vectors and one, and around the ends of the chunks that become tasks.</summary>
    public static IEnumerable<int> All => Enumerable.Range(1, 2 * Lanes + 1).Concat([Chunks.Floats - 1, Chunks.Floats, Chunks.Floats + 1, 2 * Chunks.Floats + Lanes + 1]);

    /// <summary>Numbers of channels: up to two vectors and one, around four vectors, and so many that they are cut into blocks.</summary>
    public static IEnumerable<int> Channels => Enumerable.Range(1, 2 * Lanes + 1).Concat([4 * Lanes - 1, 4 * Lanes, 4 * Lanes + 1, 9 * Lanes + 3]);
}
