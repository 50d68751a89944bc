using System.Numerics.Tensors;

namespace Striate.Kernels.Optimization;

/// <summary>The hard constraint on filters: no row of weights is longer than a limit.</summary>
public static class MaxNorm
{
    /// <summary>Scales each row whose Euclidean norm exceeds the limit down to it.</summary>
    /// <param name="weights"><c>rows × rowLength</c>.</param>
    /// <param name="rowLength">All weights of one output filter.</param>
    /// <param name="limit">The largest norm.</param>
    public static void Project(Span<float> weights, int rowLength, float limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        if (weights.Length % rowLength != 0) throw new ArgumentException($"{weights.Length} weights do not fall into rows of {rowLength}.");
        for (var start = 0; start < weights.Length; start += rowLength)
        {
            var row = weights.Slice(start, rowLength);
            var norm = TensorPrimitives.Norm(row);
            if (norm > limit) TensorPrimitives.Multiply(row, limit / norm, row);
        }
    }
}
