using System.Numerics;
using Striate.Kernels.Threading;

namespace Striate.Kernels.Tests;

/// <summary>Lengths of rows with all tails: up to two vectors and one, and around the ends of the chunks that become tasks.</summary>
internal static class Lengths
{
    public static IEnumerable<int> All => Enumerable.Range(1, 2 * Vector<float>.Count + 1).Concat([Chunks.Floats - 1, Chunks.Floats, Chunks.Floats + 1, 2 * Chunks.Floats + Vector<float>.Count + 1]);
}
